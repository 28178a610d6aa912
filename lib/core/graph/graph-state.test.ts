import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_NODES, graphReducer, isSaved, openGraph, selectedKeys, type GraphAction, type GraphState } from "@/lib/core/graph/graph-state";
import { difference, rebase, sameDocument } from "@/lib/core/graph/document-changes";
import type { GraphDocument } from "@/lib/core/graph/document";
import { ROW } from "@/lib/core/graph/place";

const EMPTY: GraphDocument = { nodes: [] };
const run = (state: GraphState, actions: readonly GraphAction[]): GraphState => actions.reduce(graphReducer, state);
const ORIGIN = { x: 0, y: 0 };

const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
const someKeys = fc.uniqueArray(key, { maxLength: 4 });
const coordinate = fc.integer({ min: -900, max: 900 });
const edit: fc.Arbitrary<GraphAction> = fc.oneof(
  fc.record({ type: fc.constant("add" as const), keys: someKeys, beside: fc.record({ x: coordinate, y: coordinate }) }),
  fc.record({ type: fc.constant("add" as const), keys: someKeys, beside: fc.record({ key, side: fc.constantFrom("in" as const, "out" as const) }) }),
  fc.record({ type: fc.constantFrom("move" as const, "arrange" as const), places: fc.array(fc.record({ key, x: coordinate, y: coordinate }), { maxLength: 3 }) }),
  fc.record({ type: fc.constant("remove" as const), keys: someKeys }),
  fc.record({ type: fc.constant("pin" as const), keys: someKeys, pinned: fc.boolean() }),
  fc.record({ type: fc.constant("select" as const), selection: fc.record({ kind: fc.constant("nodes" as const), keys: someKeys }) }),
);
const edits = fc.array(edit, { maxLength: 25 });
const built = edits.map((actions) => run(openGraph(1, EMPTY), actions).document);

describe("undo and redo", () => {
  test("undoing every step gives the document that was opened, redoing them gives it back", () => {
    fc.assert(fc.property(built, edits, (opened, actions) => {
      const start = openGraph(1, opened);
      const end = run(start, actions);
      const undone = run(end, end.past.map(() => ({ type: "undo" })));
      expect(undone.document).toEqual(start.document);
      expect(run(undone, end.past.map(() => ({ type: "redo" }))).document).toEqual(end.document);
    }));
  });

  test("a new step after undo forgets what was undone", () => {
    const state = run(openGraph(1, EMPTY), [{ type: "add", keys: ["a"], beside: ORIGIN }, { type: "undo" }, { type: "add", keys: ["b"], beside: ORIGIN }]);
    expect(state.future).toEqual([]);
    expect(state.document.nodes.map((node) => node.key)).toEqual(["b"]);
  });

  test("an action that changes nothing is no step", () => {
    const state = run(openGraph(1, EMPTY), [{ type: "add", keys: ["a"], beside: ORIGIN }]);
    expect(graphReducer(state, { type: "move", places: [{ key: "a", x: 0, y: 0 }] }).past).toHaveLength(1);
    expect(graphReducer(state, { type: "remove", keys: ["nobody"] }).past).toHaveLength(1);
  });
});

describe("adding and arranging", () => {
  test("adding nodes never moves placed ones", () => {
    fc.assert(fc.property(built, someKeys, coordinate, coordinate, (opened, keys, x, y) => {
      const state = graphReducer(openGraph(1, opened), { type: "add", keys, beside: { x, y } });
      for (const node of opened.nodes) expect(state.document.nodes).toContainEqual(node);
    }));
  });

  test("a re-tidy leaves pinned nodes alone, a hand may move them", () => {
    const state = run(openGraph(1, EMPTY), [{ type: "add", keys: ["a"], beside: ORIGIN }, { type: "pin", keys: ["a"], pinned: true }]);
    expect(graphReducer(state, { type: "arrange", places: [{ key: "a", x: 5, y: 5 }] })).toBe(state);
    expect(graphReducer(state, { type: "move", places: [{ key: "a", x: 5, y: 5 }] }).document.nodes[0]).toMatchObject({ x: 5, y: 5, pinned: true });
  });

  test("a canvas never exceeds its limit", () => {
    const many = Array.from({ length: MAX_NODES }, (_, index) => `n${index}`);
    const full = graphReducer(openGraph(1, EMPTY), { type: "add", keys: many, beside: ORIGIN });
    expect(full.document.nodes).toHaveLength(MAX_NODES);
    expect(graphReducer(full, { type: "add", keys: ["one more"], beside: ORIGIN })).toBe(full);
  });
});

test("only what is on the canvas is selected", () => {
  fc.assert(fc.property(edits, (actions) => {
    const state = run(openGraph(1, EMPTY), actions);
    const there = state.document.nodes.map((node) => node.key);
    for (const selected of selectedKeys(state)) expect(there).toContain(selected);
  }));
});

describe("two people on one graph", () => {
  test("changes that touch different nodes both survive, in either order", () => {
    fc.assert(fc.property(built, edits, edits, (base, one, other) => {
      const mine = run(openGraph(1, base), one).document;
      const theirs = run(openGraph(1, base), other).document;
      const both = difference(base, mine).map((change) => change.key).filter((changed) => difference(base, theirs).some((change) => change.key === changed));
      fc.pre(both.length === 0);
      expect(rebase(base, mine, theirs)).toEqual(rebase(base, theirs, mine));
    }));
  });

  test("nothing that either of them has put on the canvas or changed there is lost", () => {
    fc.assert(fc.property(built, edits, edits, (base, one, other) => {
      const mine = run(openGraph(1, base), one).document;
      const theirs = run(openGraph(1, base), other).document;
      const merged = new Set(rebase(base, mine, theirs).nodes.map((node) => node.key));
      for (const { key: changed, after } of [...difference(base, mine), ...difference(base, theirs)]) {
        const removedByMe = difference(base, mine).some((change) => change.key === changed && change.after === null);
        if (after !== null && !removedByMe) expect(merged.has(changed)).toBe(true);
      }
    }));
  });

  test("after a conflict my unsaved nodes stand on the newer version and are saved next", () => {
    const opened = run(openGraph(1, EMPTY), [{ type: "add", keys: ["a"], beside: ORIGIN }]);
    const theirs = run(openGraph(1, EMPTY), [{ type: "add", keys: ["b"], beside: { x: 500, y: 0 } }]).document;
    const state = graphReducer(opened, { type: "rebase", version: 2, document: theirs });
    expect(state.document.nodes.map((node) => node.key)).toEqual(["a", "b"]);
    expect(state.base.version).toBe(2);
    expect(isSaved(state)).toBe(false);
    const saved = graphReducer(state, { type: "saved", version: 3, document: state.document });
    expect(isSaved(saved) && sameDocument(saved.base.document, saved.document)).toBe(true);
  });

  test("what I added gives way where somebody else has put something meanwhile, and theirs stays", () => {
    const opened = run(openGraph(1, EMPTY), [{ type: "add", keys: ["a"], beside: ORIGIN }]);
    const theirs = run(openGraph(1, EMPTY), [{ type: "add", keys: ["b"], beside: ORIGIN }]).document;
    const [mine, other] = graphReducer(opened, { type: "rebase", version: 2, document: theirs }).document.nodes;
    expect(other).toEqual(theirs.nodes[0]);
    expect(mine).toMatchObject({ key: "a", x: 0, y: ROW });
  });
});
