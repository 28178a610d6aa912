import { describe, expect, it } from "vitest";
import { collapseOf } from "@/lib/platform/bench/change-collapse";

describe("links made of suggestions", () => {
  const links = [{ senders: [1], to: 2, right: true }, { senders: [2], to: 3, right: false }, { senders: [8], to: 9, right: true }];

  it("are refused where they join, through others, what a vote keeps apart", () => {
    const { links: made, wrong, refused, refusedWrong } = collapseOf(links, [{ from: 1, to: 3, n: 0, margin: 6 }], []);
    expect({ made, wrong, refused, refusedWrong }).toEqual({ made: 3, wrong: 1, refused: 1, refusedWrong: 1 });
  });

  it("collapse a wallet whose payments then stay inside on both sides", () => {
    const payments = [{ sender: 1, outputs: [2, 3] }, { sender: 1, outputs: [2, 7] }, { sender: 8, outputs: [9, 4] }];
    expect(collapseOf(links, [], payments)).toMatchObject({ walletsCollapsed: 1, walletsCollapsedUnguarded: 1 });
    expect(collapseOf(links, [{ from: 1, to: 3, n: 0, margin: 6 }], payments)).toMatchObject({ walletsCollapsed: 0, walletsCollapsedUnguarded: 1 });
  });
});
