"use client";

import type { ClaimSubject, Tagging } from "@/components/claims/use-tagging";
import type { Workspace } from "@/components/graph/use-workspace";
import { useHotkeys, type Hotkeys } from "@/components/shell/use-hotkeys";
import { QUICK_TAGS } from "@/lib/core/casework/claims";

interface Context {
  readonly space: Workspace;
  readonly tagging: Tagging;
  readonly subjects: readonly ClaimSubject[];
  readonly onHelp: () => void;
}

/** Every key of the graph page, for the keyboard and for the sheet that lists them. */
export const GRAPH_KEYS: readonly { readonly keys: readonly string[]; readonly does: string; readonly group: "Money" | "Claims" | "Canvas" | "Everywhere" }[] = [
  { keys: ["E"], does: "Follow money out: the 10 largest receivers", group: "Money" },
  { keys: ["Shift E"], does: "Follow money in: the 10 largest senders", group: "Money" },
  ...QUICK_TAGS.map((tag) => ({ keys: [tag.key], does: `Claim ${tag.label}${tag.roles.length > 0 ? ", asks for the role" : ""}`, group: "Claims" as const })),
  { keys: ["T"], does: "Make any other claim", group: "Claims" },
  { keys: ["←", "→", "↑", "↓"], does: "Choose the next node (with the canvas in focus)", group: "Canvas" },
  { keys: ["P"], does: "Pin: a re-tidy leaves the node where it is", group: "Canvas" },
  { keys: ["Del"], does: "Take the chosen nodes off the graph", group: "Canvas" },
  { keys: ["Ctrl Z", "Ctrl Y"], does: "Undo, redo", group: "Canvas" },
  { keys: ["F"], does: "Fit the graph into the window", group: "Canvas" },
  { keys: ["Esc"], does: "Choose nothing", group: "Canvas" },
  { keys: ["/", "Ctrl K"], does: "Search; picking an address adds it to the graph", group: "Everywhere" },
  { keys: ["?"], does: "This sheet", group: "Everywhere" },
];

export function useGraphKeys({ space, tagging, subjects, onHelp }: Context): void {
  const { dispatch, actions, chosen, canvas } = space;
  const undo = () => { dispatch({ type: "undo" }); };
  const redo = () => { dispatch({ type: "redo" }); };
  const some = (act: () => void) => () => { if (chosen.length > 0) act(); };
  const tags: Hotkeys = Object.fromEntries(QUICK_TAGS.map((tag) => [tag.key, () => { if (subjects.length > 0) tagging.quick(tag, subjects); }]));
  useHotkeys({
    ...tags,
    E: some(() => { actions.expand(chosen, "out"); }),
    "Shift+E": some(() => { actions.expand(chosen, "in"); }),
    T: () => { if (subjects.length > 0) tagging.other(subjects); },
    P: some(space.pin),
    Delete: some(space.remove),
    Backspace: some(space.remove),
    "Ctrl+Z": undo,
    "Ctrl+Y": redo,
    "Ctrl+Shift+Z": redo,
    F: () => { canvas.current?.fit(); },
    Escape: () => { dispatch({ type: "select", selection: { kind: "none" } }); },
    "?": onHelp,
  });
}
