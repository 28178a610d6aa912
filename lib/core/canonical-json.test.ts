import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json";

test("the order in which keys were written does not show", () => {
  expect(canonicalJson({ b: 1, a: { d: [1, 2n], c: undefined } })).toBe('{"a":{"d":[1,"2"]},"b":1}');
});

test("what is written reads back as the same value", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});
