import fc from "fast-check";
import { expect, it } from "vitest";
import { Schedule } from "@/lib/core/simulate/schedule";

it("happens by time, and in the order of planning where times are equal", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
    const schedule = new Schedule();
    const happened: (readonly [number, number])[] = [];
    times.forEach((time, i) => { schedule.at(time, () => happened.push([time, i])); });
    while (schedule.nextTime !== null) schedule.take()();
    expect(happened).toEqual(times.map((time, i) => [time, i] as const).sort((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] - b[0])));
  }));
});

it("refuses to take from an empty schedule", () => {
  expect(() => new Schedule().take()).toThrow("nothing is planned");
});
