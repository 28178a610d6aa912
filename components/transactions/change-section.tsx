import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { BECAUSE, GAPS, NOT_ASKED, against, reasonsFor, returnReason } from "@/components/transactions/change-words";
import { Identifier } from "@/components/ui/identifier";
import { Section } from "@/components/ui/section";
import { cn } from "@/components/ui/cn";
import { KeptChange } from "@/components/wallet-links/kept-change";
import type { ChangeDto, ChangeOpinionDto } from "@/lib/features/change/change.contract";
import type { TransactionDto } from "@/lib/features/transactions/transactions.contract";

export const CHANGE_ANCHOR = "change";

/** Which output is probably change, because of what, and what speaks against: a suggestion, and a link only where somebody keeps it as one. */
export function ChangeSection({ tx }: { readonly tx: TransactionDto }) {
  const { change, changeOpinion: opinion } = tx;
  if (opinion === null || opinion.notAsked === "coinbase") return null;
  const doubts = against(opinion, change);
  return (
    <div id={CHANGE_ANCHOR} className="mt-8 scroll-mt-4">
      <Section title="Change" note="A suggestion. It merges no wallets; you may keep it as a link above them.">
        {opinion.notAsked !== null ? (
          <p className="py-2 text-sm text-ink-soft">{NOT_ASKED[opinion.notAsked]}</p>
        ) : (
          <>
            <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-14 py-3 text-sm">
              <Because change={change} opinion={opinion} />
              {(change !== null || doubts.length > 0) && <Reasons title={change === null ? "What stands in the way" : "What speaks against"} items={doubts} none="Nothing that the heuristics look at." />}
            </div>
            <KeptChange tx={tx} joins={opinion.joins} />
            <Votes tx={tx} opinion={opinion} />
            <EveryHeuristic opinion={opinion} />
          </>
        )}
      </Section>
    </div>
  );
}

function Because({ change, opinion }: { readonly change: ChangeDto | null; readonly opinion: ChangeOpinionDto }) {
  if (change === null) {
    const best = Math.max(0, ...opinion.outputs.map((output) => output.for.length - output.against.length));
    return <Reasons title="No output stands out" items={[]} none={`The best margin is ${best}; a suggestion needs ${opinion.needed}.`} />;
  }
  const chosen = opinion.outputs.find(({ n }) => n === change.n);
  const reasons = reasonsFor(chosen?.for ?? []);
  if (change.basis === "returns") return <Reasons title={`Output ${change.n} goes back to the sender`} items={[returnReason(change), ...reasons]} />;
  return <Reasons title={`Output ${change.n} is probably change, because`} items={reasons} />;
}

function Reasons({ title, items, none }: { readonly title: string; readonly items: readonly string[]; readonly none?: string }) {
  return (
    <div className="min-w-0">
      <h3 className="font-medium">{title}</h3>
      {items.length === 0 ? <p className="mt-1 text-ink-soft">{none}</p> : <ul className="mt-1 list-disc space-y-0.5 pl-4 text-ink-soft marker:text-ink-faint">{items.map((item) => <li key={item}>{item}</li>)}</ul>}
    </div>
  );
}

function Votes({ tx, opinion }: { readonly tx: TransactionDto; readonly opinion: ChangeOpinionDto }) {
  const voters = opinion.heuristics.filter(({ votes }) => votes).length;
  return (
    <Table label="Votes by output" heads={["Output", "Pays", ["Votes for"], ["For others"], ["Margin"], "Result"]}>
      {opinion.outputs.map((output) => {
        const ref = tx.outputs.find(({ n }) => n === output.n)?.ref ?? null;
        const chosen = tx.change?.n === output.n;
        return (
          <tr key={output.n} className="h-8 border-b border-line/60">
            <Cell mono>{output.n}</Cell>
            <Cell>{ref !== null && <Identifier value={ref} what="address" href={`/addresses/${tx.network}/${encodeURIComponent(ref)}`} />}</Cell>
            <Cell right>{output.for.length} of {voters}</Cell>
            <Cell right>{output.against.length}</Cell>
            <Cell right>{signed(output.for.length - output.against.length)}</Cell>
            <Cell>{chosen ? <span className="font-medium">probably change{output.returns ? ": goes back to the sender" : ""}</span> : <span className="text-ink-faint">{output.returns ? "goes back to the sender" : "no suggestion"}</span>}</Cell>
          </tr>
        );
      })}
    </Table>
  );
}

const signed = (value: number): string => (value < 0 ? `−${-value}` : value === 0 ? "0" : `+${value}`);

function EveryHeuristic({ opinion }: { readonly opinion: ChangeOpinionDto }) {
  return (
    <details className="group/every mt-3 rounded-md border border-line">
      <summary className="flex h-8 cursor-default items-center gap-2 rounded-md px-3 text-sm font-medium hover:bg-hover">
        <ChevronRight className="size-4 text-ink-faint transition-transform duration-120 group-open/every:rotate-90" aria-hidden />
        What each of {opinion.heuristics.length} heuristics says
        <span className="font-normal text-ink-faint">with how often it is right, where that was measured</span>
      </summary>
      <div className="max-h-96 overflow-auto border-t border-line focus-visible:-outline-offset-2" tabIndex={0} role="region" aria-label="Every heuristic">
        <Table label="Every heuristic" heads={["Heuristic", "Source", "Says", ["Right"], ["Found"], "Vote"]} inset>
          {opinion.heuristics.map((one) => (
            <tr key={one.heuristic} className="border-b border-line/60 align-top last:border-b-0">
              <Cell mono>{one.heuristic}</Cell>
              <Cell>{one.source}</Cell>
              <Cell><Says one={one} /></Cell>
              <Cell right>{percent(one.accuracy)}</Cell>
              <Cell right>{percent(one.tpr)}</Cell>
              <Cell>{one.votes ? (one.names === null ? "none" : `for ${one.names}`) : <span className="text-ink-faint">has none</span>}</Cell>
            </tr>
          ))}
        </Table>
      </div>
      <p className="border-t border-line px-3 py-2 text-xs text-ink-soft">
        Right: how often the output it names is the change. Found: in how many of all transactions it names the change. Measured by Möser and Narayanan on 35,257,428 transactions with two outputs; there, a margin of 5 with 26 heuristics was wrong in 0.4 % of
        transactions and right in 54.5 %. Heuristics that look at new or known scripts have no vote: that sample was chosen by them.
      </p>
    </details>
  );
}

function Says({ one }: { readonly one: ChangeOpinionDto["heuristics"][number] }) {
  if (one.gap !== null) return <span className="text-ink-faint">not asked: {GAPS[one.gap]}</span>;
  if (one.names !== null) return <>output {one.names}: {BECAUSE[one.heuristic]}</>;
  return <span className="text-ink-faint">{one.candidates.length === 0 ? "rules all out" : `cannot choose between ${one.candidates.join(", ")}`}</span>;
}

const percent = (share: number | null): string => (share === null ? "–" : `${(100 * share).toFixed(1)} %`);

type Head = string | readonly [string];

function Table({ label, heads, inset = false, children }: { readonly label: string; readonly heads: readonly Head[]; readonly inset?: boolean; readonly children: ReactNode }) {
  return (
    <table aria-label={label} className={cn("w-full text-sm", inset && "[&_td:first-child]:pl-3 [&_th:first-child]:pl-3")}>
      <thead>
        <tr className="h-8 border-b border-line text-xs text-ink-faint">
          {heads.map((head) => {
            const text = typeof head === "string" ? head : head[0];
            return <th key={text} scope="col" className={cn("pr-6 font-normal", typeof head === "string" ? "text-left" : "text-right")}>{text}</th>;
          })}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Cell({ right = false, mono = false, children }: { readonly right?: boolean; readonly mono?: boolean; readonly children: ReactNode }) {
  return <td className={cn("py-1.5 pr-6", right && "text-right font-mono whitespace-nowrap", mono && "font-mono text-xs leading-5")}>{children}</td>;
}
