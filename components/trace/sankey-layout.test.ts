import fc from "fast-check";
import { expect, test } from "vitest";
import { layOut, WIDTH } from "@/components/trace/sankey-layout";
import { stagesOf } from "@/lib/core/tracing/stages";
import { STOP_REASONS } from "@/lib/core/tracing/trace";

const stops = fc.array(fc.record({ hops: fc.nat(30), tainted: fc.bigInt(0n, 10n ** 14n), reason: fc.constantFrom(...STOP_REASONS), entity: fc.constantFrom(null, "A", "B") }), { minLength: 1 });
const pictures = fc.tuple(stops, fc.bigInt(0n, 10n ** 12n)).map(([all, fees]) => layOut(stagesOf(all, { stages: 5, exits: 3 }), fees));

test("no two exits share a place, and later stages stand above earlier ones, so that no ribbon crosses a label", () => {
  fc.assert(
    fc.property(pictures, ({ exits }) => {
      exits.forEach((bar, i) => {
        const next = exits[i + 1];
        if (next === undefined) return;
        expect(next.y).toBeGreaterThanOrEqual(bar.y + bar.row);
        expect(next.x).toBeLessThanOrEqual(bar.x);
      });
    }),
  );
});

test("every exit has its ribbon, and all of it is inside the picture", () => {
  fc.assert(
    fc.property(pictures, ({ exits, ribbons, river, height }) => {
      expect(ribbons.filter(({ exit }) => exit !== null)).toHaveLength(exits.length);
      for (const { x, y, height: tall } of [...exits, ...river]) {
        expect(x).toBeLessThan(WIDTH);
        expect(y + tall).toBeLessThanOrEqual(height);
      }
    }),
  );
});
