import type { SourceText } from "@/components/claims/source-fields";
import type { Category } from "@/lib/core/casework/claims";

export const NO_SOURCE: SourceText = { name: "", url: "", date: "" };

let last: SourceText = NO_SOURCE;

/** Remembered while the page is open: whoever reads one report tags many wallets from it. */
export function rememberSource(source: SourceText): void {
  if (source.name.trim() !== "") last = source;
}

/** What the form begins with. To name an actor each claim needs its own source, so none is carried over. */
export const sourceFor = (category: Category): SourceText => (category === "state-actor" || category === "terrorism" || category === "individual" ? NO_SOURCE : last);
