import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { precision, recall, scorePairs } from "@/lib/platform/bench/clustering-score";

const labels = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 30 });
const named = (values: readonly number[]): Map<string, string> => new Map(values.map((value, i) => [`a${i}`, `${value}`]));

describe("the score of a clustering", () => {
  it("counts pairs as if it went through them", () => {
    fc.assert(
      fc.property(labels, (all) => {
        const score = { owned: 0, clustered: 0, both: 0 };
        all.forEach(([owner, cluster], i) => {
          for (const [otherOwner, otherCluster] of all.slice(i + 1)) {
            if (owner === otherOwner) score.owned += 1;
            if (cluster === otherCluster) score.clustered += 1;
            if (owner === otherOwner && cluster === otherCluster) score.both += 1;
          }
        });
        expect(scorePairs(named(all.map(([, cluster]) => cluster)), named(all.map(([owner]) => owner)))).toEqual(score);
      }),
    );
  });

  it("is perfect for the truth, and one big cluster recalls all but is not precise", () => {
    const truth = named([1, 1, 2, 2, 2, 3]);
    const same = scorePairs(truth, truth);
    expect([precision(same), recall(same)]).toEqual([1, 1]);
    const lump = scorePairs(named([9, 9, 9, 9, 9, 9]), truth);
    expect([precision(lump), recall(lump)]).toEqual([4 / 15, 1]);
  });

  it("leaves out addresses that the clustering does not know", () => {
    expect(scorePairs(named([1, 1]), named([5, 5, 5, 5]))).toEqual({ owned: 1, clustered: 1, both: 1 });
  });
});
