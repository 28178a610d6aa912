import { AppError } from "@/lib/core/errors";
import { rejected, type PackContext, type PackHeader, type PackItem } from "@/lib/core/packs/record";
import { inheritedFields, readTag, readTagPackHeader, type ParsedYaml } from "@/lib/core/packs/tagpack";
import { splitTagPack, type YamlItem } from "@/lib/core/packs/yaml-split";
import { YamlParser } from "@/lib/platform/packs/yaml-parser";

/** One tag is some hundred bytes; more is no tag. */
const MOST_TAG = 64 << 10;
const MOST_HEADER = 1 << 20;
/** A pack whose tags cannot be told apart by indentation is parsed whole. */
const MOST_WHOLE = 4 << 20;
const BATCH = 500;
/** Characters in one message to the parser. */
const BATCH_CHARS = 1 << 20;

interface OpenTagPack {
  readonly header: PackHeader;
  readonly items: AsyncIterable<readonly PackItem[]>;
}

/** @throws AppError invalid_input when it is no TagPack, too_large when it cannot be read within limits */
export async function openTagPack(text: string, context: PackContext): Promise<OpenTagPack> {
  const split = splitTagPack(text);
  const most = split.items === null ? MOST_WHOLE : MOST_HEADER;
  const whole = split.items === null ? text : split.header;
  if (whole.length > most) throw new AppError("too_large", "The part of this TagPack that stands outside its list of tags is too long to be read.");
  const parser = new YamlParser();
  try {
    const parsed = await parser.document(whole);
    const header = readTagPackHeader(parsed);
    const items = split.items ?? listedTags(parsed);
    if (items !== null) return { header, items: readTags(items, header, context) };
    throw new AppError("invalid_input", "This is no TagPack: it has no list of tags.");
  } finally {
    parser.close();
  }
}

function listedTags(parsed: ParsedYaml): readonly ParsedYaml[] | null {
  const tags = "value" in parsed ? (parsed.value as { readonly tags?: unknown }).tags : null;
  return Array.isArray(tags) ? tags.map((value: unknown) => ({ value })) : null;
}

/** The parser lives as long as somebody reads. */
async function* readTags(items: readonly (YamlItem | ParsedYaml)[], header: PackHeader, context: PackContext): AsyncGenerator<readonly PackItem[]> {
  const inherited = inheritedFields(header);
  const parser = new YamlParser();
  try {
    for (let from = 0; from < items.length; ) {
      const batch = items.slice(from, from + batchSize(items, from));
      const parsed = await parseBatch(parser, batch);
      const start = from;
      yield batch.map((item, n) => {
        const place = { index: start + n + 1, line: "text" in item ? item.line : null };
        const value = parsed[n];
        return value === undefined ? rejected(`tag ${place.index}`, "it could not be parsed") : readTag(value, place, inherited, context);
      });
      from += batch.length;
    }
  } finally {
    parser.close();
  }
}

function batchSize(items: readonly (YamlItem | ParsedYaml)[], from: number): number {
  let chars = 0;
  let count = 0;
  while (count < BATCH && from + count < items.length && (count === 0 || chars < BATCH_CHARS)) {
    const item = items[from + count];
    chars += item !== undefined && "text" in item ? Math.min(item.text.length, MOST_TAG) : 0;
    count += 1;
  }
  return count;
}

async function parseBatch(parser: YamlParser, batch: readonly (YamlItem | ParsedYaml)[]): Promise<readonly ParsedYaml[]> {
  const texts = batch.flatMap((item) => ("text" in item && item.text.length <= MOST_TAG ? [item.text] : []));
  const parsed = texts.length === 0 ? [] : await parser.items(texts);
  let next = 0;
  return batch.map((item) => {
    if (!("text" in item)) return item;
    if (item.text.length > MOST_TAG) return { error: `it is longer than ${MOST_TAG >> 10} KiB` };
    next += 1;
    return parsed[next - 1] ?? { error: "it could not be parsed" };
  });
}
