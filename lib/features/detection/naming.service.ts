import type { Hasher } from "@/lib/core/bitcoin/columns";
import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { intAt } from "@/lib/core/analysis/lists";
import type { Paid, Purchase } from "@/lib/core/detect/accounts";
import type { Finding, FindingKind } from "@/lib/core/detect/findings";
import { toHex } from "@/lib/core/hex";
import type { NetworkName } from "@/lib/core/network";
import type { NamedCommingling, NamedFinding, NamedOutput, NamedPayment, RowNames } from "@/lib/features/detection/detection.ports";

/** Findings of one network, and the ledger that their positions are in. */
export interface Located {
  readonly network: NetworkName;
  readonly ledger: LedgerColumns;
  readonly findings: readonly Finding[];
}

const outputsOf = ({ payments, payouts }: Finding): readonly Paid[] => [...payments, ...payouts];

/** The rows that findings name. */
export function rowsOf(located: readonly Located[]): { readonly txIds: readonly number[]; readonly scripts: readonly number[] } {
  const txIds = new Set<number>();
  const scripts = new Set<number>();
  for (const { ledger, findings } of located) {
    for (const { t, script } of findings.flatMap((finding) => [...outputsOf(finding), ...finding.commingling])) {
      txIds.add(intAt(ledger.txId, t));
      if (script !== 0) scripts.add(script);
    }
  }
  return { txIds: [...txIds], scripts: [...scripts] };
}

/** Kinds whose payments are of dirty coins by what they are. */
const DIRTY_KINDS: readonly FindingKind[] = ["shared-deposit", "dirty-to-pool", "peel-chain"];

/** Gives the positions of findings their names, and each finding its id. */
export function makeNaming(names: RowNames, hasher: Hasher): (located: Located) => readonly NamedFinding[] {
  const taken = new Set<string>();
  return ({ network, ledger, findings }) =>
    findings.map((finding) => {
      const txidOf = (t: number): string => names.txids.get(intAt(ledger.txId, t)) ?? "";
      const address = (script: number): string | null => names.addresses.get(script) ?? null;
      const time = (seconds: number | undefined): number | null => (seconds === undefined || seconds < 0 ? null : seconds);
      const output = (paid: Paid): NamedOutput => ({ txid: txidOf(paid.t), n: paid.output - intAt(ledger.outputStart, paid.t), address: address(paid.script), value: paid.value, time: time(paid.time) });
      const payments = finding.payments.map((paid): NamedPayment => ({ ...output(paid), ...dirtOf(paid, finding.kind) }));
      const payouts = finding.payouts.map((paid) => ({ ...output(paid), pool: paid.pool }));
      const commingling = finding.commingling.map(({ kind, t, script }): NamedCommingling => ({ kind, txid: txidOf(t), address: address(script), time: time(ledger.time[t]) }));
      const { kind, grade, ratio, lag, chance, restsOn, supports, contradicts, notTestable, rivals } = finding;
      return {
        id: idOf(`${network} ${kind} ${anchorOf({ kind, payments, payouts, commingling })}`, taken, hasher),
        network, kind, grade, actor: finding.actor?.name ?? null, service: finding.service?.name ?? null,
        payments, payouts, commingling, ratio, lag, chance, restsOn: restsOn.map(({ script: _script, ...claim }) => claim), reviewed: restsOn.every(({ status }) => status === "accepted"),
        supports, contradicts, notTestable, rivals,
      };
    });
}

function dirtOf(paid: Paid | Purchase, kind: FindingKind): Pick<NamedPayment, "tainted" | "dirt"> {
  if ("tainted" in paid) return { tainted: paid.tainted, dirt: paid.dirt?.share ?? 0 };
  return { tainted: DIRTY_KINDS.includes(kind) ? true : null, dirt: null };
}

/** What makes it the same finding tomorrow: where payouts met dirty coins first, else the first payment. */
function anchorOf({ kind, payments, payouts, commingling }: Pick<NamedFinding, "kind" | "payments" | "payouts" | "commingling">): string {
  const [met, paid] = [commingling[0], payments[0] ?? payouts[0]];
  const byMeeting = kind === "commingling" || kind === "actor-mining" || paid === undefined;
  return byMeeting ? `${met?.txid ?? ""} ${met?.kind ?? ""} ${met?.address ?? ""}` : `${paid.txid}:${paid.n}`;
}

const ID_BYTES = 10;

/** Should two findings of a run share their first evidence, the weaker ones are counted. */
function idOf(text: string, taken: Set<string>, { sha256 }: Hasher): string {
  for (let count = 0; ; count += 1) {
    const id = toHex(sha256(new TextEncoder().encode(count === 0 ? text : `${text} ${count}`)).subarray(0, ID_BYTES));
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}
