import { unbalanced } from "@/lib/core/coinjoin/balance";
import { equalOutputs, joinmarket, joinmarketPair, stonewall } from "@/lib/core/coinjoin/equal-outputs";
import type { CoinjoinKind, CoinjoinRule, Detail, Veto } from "@/lib/core/coinjoin/rule";
import { type TxFacts, type TxView, factsOf } from "@/lib/core/coinjoin/view";
import { wabisabi, wasabi2 } from "@/lib/core/coinjoin/wabisabi";
import { wasabi1 } from "@/lib/core/coinjoin/wasabi";
import { whirlpoolRound, whirlpoolTx0 } from "@/lib/core/coinjoin/whirlpool";

/** Most telling first: the first that matches names the verdict, the others are listed in its detail. */
export const COINJOIN_RULES: readonly CoinjoinRule[] = [whirlpoolRound, wabisabi, wasabi2, wasabi1, joinmarketPair, joinmarket, equalOutputs, whirlpoolTx0];
const COINJOIN_VETOES: readonly Veto[] = [stonewall, unbalanced];

export interface Verdict {
  readonly kind: CoinjoinKind;
  /** 0 to 100, lowered while inputs are unresolved. */
  readonly confidence: number;
  /** The inputs must not be clustered, and money is followed only up to the CoinJoin. */
  readonly mixes: boolean;
  readonly detail: Detail;
}

/** What can be told without looking at scripts and values. */
export interface TxShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly hasOpReturn: boolean;
}

const admits = (rule: CoinjoinRule, shape: TxShape): boolean =>
  shape.inputs >= rule.minInputs && shape.outputs >= rule.minOutputs && (rule.needsOpReturn !== true || shape.hasOpReturn);

/** May any rule match? A cheap test, so that a view is built for few transactions only. */
export const mayBeCoinjoin = (shape: TxShape, rules: readonly CoinjoinRule[] = COINJOIN_RULES): boolean => rules.some((rule) => admits(rule, shape));

/**
 * The CoinJoin guard (METHODS 1.6): the rules of GraphSense, less what Stonewall explains, or BlockSci's rule, or WabiSabi's
 * denominations; equal amounts that cannot be a CoinJoin are none. Errs towards exclusion: an unresolved input counts as a stranger's, and the detail then says how many there are (`unresolvedInputs`).
 * @returns null when no rule matches; a verdict with `mixes: false` marks a transaction without keeping it from clustering.
 */
export function judge(view: TxView, rules: readonly CoinjoinRule[] = COINJOIN_RULES, vetoes: readonly Veto[] = COINJOIN_VETOES): Verdict | null {
  const shape = { inputs: view.inputs.length, outputs: view.outputs.length, hasOpReturn: view.outputs.some((output) => output.script === null) };
  if (view.coinbase || !mayBeCoinjoin(shape, rules)) return null;
  const facts = factsOf(view);
  const vetoed = (name: string): boolean => vetoes.some((veto) => veto.name === name && veto.holds(facts));
  const matches = rules.flatMap((rule) => {
    const match = admits(rule, shape) ? rule.match(facts) : null;
    return match === null || rule.vetoedBy.some(vetoed) ? [] : [{ rule, match }];
  });
  const first = matches.find(({ rule }) => rule.mixes) ?? matches[0];
  if (first === undefined) return null;
  const also = matches.filter((match) => match !== first).map(({ rule }) => rule.name);
  return {
    kind: first.rule.kind,
    confidence: discounted(first.match.confidence, facts),
    mixes: first.rule.mixes,
    detail: {
      rule: first.rule.name,
      ...first.match.detail,
      ...(also.length > 0 ? { alsoMatches: also } : {}),
      ...(facts.unresolved > 0 ? { inputs: facts.inputCount, unresolvedInputs: facts.unresolved } : {}),
    },
  };
}

/** Inputs nobody has seen may at most halve what the shape says. */
function discounted(confidence: number, facts: TxFacts): number {
  return Math.round(confidence * (1 - facts.unresolved / facts.inputCount / 2));
}
