"use client";

import { ChevronDown } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Drawing } from "@/components/graph/drawn";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { cn } from "@/components/ui/cn";
import { FAMILIES, FAMILY_NAMES } from "@/lib/core/graph/labels-family";

/** What the signs mean, as far as they are on the canvas. */
export function Legend({ drawing }: { readonly drawing: Drawing }) {
  const [open, setOpen] = useState(true);
  const { nodes } = drawing;
  const families = FAMILIES.filter((family) => nodes.some((node) => node.family === family && node.look === "glyph"));
  const has = (test: (node: Drawing["nodes"][number]) => boolean) => nodes.some(test);
  return (
    <aside aria-label="Legend" className="absolute bottom-3 left-3 max-w-56 rounded-md border border-line bg-surface/95 text-xs text-ink-soft">
      <button type="button" aria-expanded={open} onClick={() => { setOpen(!open); }} className="flex h-7 w-full items-center gap-2 px-2.5 text-ink">
        Legend <ChevronDown className={cn("ml-auto size-3.5 transition-transform duration-120", !open && "-rotate-90")} aria-hidden />
      </button>
      {open && (
        <ul className="flex flex-col gap-1.5 border-t border-line px-2.5 py-2">
          {families.map((family) => <Entry key={family} sign={<CategoryGlyph family={family} />}>{FAMILY_NAMES[family]}</Entry>)}
          {has((node) => node.look === "card") && <Entry sign={<span className="block h-3 w-4 rounded-sm border border-line-strong bg-surface" />}>Wallet, no claim</Entry>}
          {has((node) => node.sanctioned) && <Entry sign={<Bar />}>Sanctioned</Entry>}
          {has((node) => node.look === "mined") && <Entry sign={<span className="mx-auto block size-3.5 rounded-full border-2 border-ink-soft" />}>Newly mined coins</Entry>}
          {has((node) => node.look === "unknown-origin") && <Entry sign={<span className="block h-3 w-4 rounded-sm border border-dashed border-ink-faint" />}>From outputs not in the store</Entry>}
          <Standings nodes={nodes} />
          {has((node) => node.complete === false) && <Entry sign={<Ring />}>History may be incomplete</Entry>}
          {has((node) => node.conflict) && <Entry sign={<span className="block w-4 text-center font-mono text-ink">≠</span>}>Claims disagree</Entry>}
          {drawing.edges.length > 0 && <li className="border-t border-line pt-1.5 leading-4">Edges: wider is more, by powers of ten. Amounts are cut; a click on an edge has them exactly.</li>}
        </ul>
      )}
    </aside>
  );
}

function Standings({ nodes }: { readonly nodes: Drawing["nodes"] }) {
  const claimed = nodes.filter((node) => node.look === "glyph" && node.family !== "mixer" && node.standing !== null);
  const status = new Set(claimed.map((node) => node.standing?.status));
  return (
    <>
      {status.has("hypothesis") && <Entry sign={<CategoryGlyph family="other" standing={{ status: "hypothesis", inherited: false }} />}>dotted: hypothesis, no source</Entry>}
      {status.has("proposed") && <Entry sign={<CategoryGlyph family="other" standing={{ status: "proposed", inherited: false }} />}>outlined: proposed</Entry>}
      {claimed.some((node) => node.standing?.inherited) && <Entry sign={<CategoryGlyph family="other" standing={{ status: "accepted", inherited: true }} />}>hatched: inherited</Entry>}
      {status.has("accepted") && <Entry sign={<CategoryGlyph family="other" />}>filled: accepted</Entry>}
    </>
  );
}

function Entry({ sign, children }: { readonly sign: ReactNode; readonly children: string }) {
  return (
    <li className="flex items-center gap-2">
      <span aria-hidden className="w-4 shrink-0">{sign}</span>
      {children}
    </li>
  );
}

const Bar = () => <svg viewBox="0 0 16 12" className="w-4"><path d="M1 11 15 1" strokeWidth="2.4" className="stroke-ink" /></svg>;
const Ring = () => <svg viewBox="0 0 16 16" className="size-4"><circle cx="8" cy="8" r="5" fill="none" strokeWidth="1.4" strokeDasharray="2.6 2.63" className="stroke-ink" /></svg>;
