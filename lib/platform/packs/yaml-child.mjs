// Parses pieces of YAML for its parent, which limits its memory and time and may end it at any moment (docs: RELIABILITY, hostile input).
// Every scalar stays the text it is: no dates, no numbers, so that nothing of a label or an address is lost. No aliases, no custom tags.
import { FAILSAFE_SCHEMA, load } from "js-yaml";

const OPTIONS = { schema: FAILSAFE_SCHEMA, maxAliases: 0, maxDepth: 16 };

function parse(text) {
  try {
    return { value: load(text, OPTIONS) };
  } catch (error) {
    const line = Number.isInteger(error?.mark?.line) && error.mark.line > 0 ? ` (its line ${error.mark.line + 1})` : "";
    return { error: `it is not YAML that Assay reads: ${String(error?.reason ?? error?.message ?? error).slice(0, 200)}${line}` };
  }
}

/** All items at once where that works, which is four times as fast; one by one where any is broken. */
function parseItems(texts) {
  const all = parse(texts.join(""));
  if (Array.isArray(all.value) && all.value.length === texts.length) return all.value.map((value) => ({ value }));
  return texts.map((text) => {
    const one = parse(text);
    if (one.error !== undefined) return one;
    return Array.isArray(one.value) && one.value.length === 1 ? { value: one.value[0] } : { error: "it is not one item of a list" };
  });
}

process.on("message", ({ kind, texts }) => {
  process.send(kind === "items" ? parseItems(texts) : texts.map(parse));
});
process.on("disconnect", () => process.exit());
