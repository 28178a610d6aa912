import type { ReactNode } from "react";
import type { Drawing, DrawnNode } from "@/components/graph/drawn";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { FAMILIES, FAMILY_NAMES } from "@/lib/core/graph/labels-family";

/** What the signs mean, as far as they are on the canvas. It lies below the canvas and never covers a node. */
export function Legend({ drawing }: { readonly drawing: Drawing }) {
  const { nodes } = drawing;
  const has = (test: (node: DrawnNode) => boolean) => nodes.some(test);
  const families = FAMILIES.filter((family) => has((node) => node.family === family && node.look === "glyph"));
  return (
    <aside aria-label="Legend" className="shrink-0 border-t border-line bg-surface px-4 py-1.5 text-xs text-ink-soft">
      <ul className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {families.map((family) => <Entry key={family} sign={<CategoryGlyph family={family} />}>{FAMILY_NAMES[family]}</Entry>)}
        {has((node) => node.look === "card") && <Entry sign={<span className="block h-3 w-4 rounded-sm border border-line-strong bg-surface" />}>no claim</Entry>}
        {has((node) => node.sanctioned) && <Entry sign={<Bar />}>sanctioned</Entry>}
        {has((node) => node.look === "mined") && <Entry sign={<span className="block size-3.5 rounded-full border-2 border-ink-soft" />}>newly mined</Entry>}
        {has((node) => node.look === "unknown-origin") && <Entry sign={<span className="block h-3 w-4 rounded-sm border border-dashed border-ink-faint" />}>from outputs not in the store</Entry>}
        <Standings nodes={nodes} />
        {has((node) => node.complete === false) && <Entry sign={<Ring />}>history may be incomplete</Entry>}
        {has((node) => node.conflict) && <Entry sign={<span className="block text-center text-ink">≠</span>}>claims disagree</Entry>}
        {drawing.remainders.length > 0 && <Entry sign={<span className="block rounded-sm border border-line-strong px-0.5 text-center leading-3.5">+n</span>}>more parties, not shown</Entry>}
        {drawing.edges.length > 0 && <li className="text-ink-faint">Width by powers of ten; amounts are cut, a click has them exactly.</li>}
      </ul>
    </aside>
  );
}

function Standings({ nodes }: { readonly nodes: Drawing["nodes"] }) {
  const claimed = nodes.filter((node) => node.look === "glyph" && node.data?.kind === "wallet");
  const status = new Set(claimed.map((node) => node.standing?.status));
  return (
    <>
      {status.has("hypothesis") && <Entry sign={<CategoryGlyph family="other" standing={{ status: "hypothesis", inherited: false }} />}>hypothesis, no source</Entry>}
      {status.has("proposed") && <Entry sign={<CategoryGlyph family="other" standing={{ status: "proposed", inherited: false }} />}>proposed</Entry>}
      {status.has("accepted") && <Entry sign={<CategoryGlyph family="other" />}>accepted</Entry>}
      {claimed.some((node) => node.standing?.inherited) && <Entry sign={<CategoryGlyph family="other" standing={{ status: "accepted", inherited: true }} />}>inherited</Entry>}
    </>
  );
}

function Entry({ sign, children }: { readonly sign: ReactNode; readonly children: string }) {
  return (
    <li className="flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className="shrink-0">{sign}</span>
      {children}
    </li>
  );
}

const Bar = () => <svg viewBox="0 0 16 12" className="w-4"><path d="M1 11 15 1" strokeWidth="2.4" className="stroke-ink" /></svg>;
const Ring = () => <svg viewBox="0 0 16 16" className="size-4"><circle cx="8" cy="8" r="5" fill="none" strokeWidth="1.4" strokeDasharray="2.6 2.63" className="stroke-ink" /></svg>;
