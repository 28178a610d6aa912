/** One item of the list below `tags:`, as text. */
export interface YamlItem {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A TagPack taken apart without parsing it. */
export interface SplitYaml {
  /** Everything but the list of tags. */
  readonly header: string;
  /** Null when `tags` is not a list with one dash a tag: then the whole has to be parsed at once. */
  readonly items: readonly YamlItem[] | null;
}

const TAGS = /^tags[ \t]*:[ \t]*(?:#.*)?$/;
const blank = (line: string): boolean => /^[ \t]*(?:#.*)?$/.test(line);
const indentOf = (line: string): number => line.length - line.trimStart().length;
const isDash = (line: string, indent: number): boolean => line.startsWith("-", indent) && (line.length === indent + 1 || line[indent + 1] === " " || line[indent + 1] === "\t") && indentOf(line) === indent;

/**
 * Splits a TagPack into its header and its tags by indentation, in one pass: a dash at the indent of the first tag begins the next, because
 * YAML demands that whatever belongs to a tag stands further in. So a broken tag costs itself only, and a pack of any size is read in
 * small pieces.
 */
export function splitTagPack(text: string): SplitYaml {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const at = lines.findIndex((line) => TAGS.test(line));
  const first = at < 0 ? -1 : lines.findIndex((line, index) => index > at && !blank(line));
  const indent = indentOf(lines[first] ?? "");
  if (first < 0 || !isDash(lines[first] ?? "", indent)) return { header: lines.join("\n"), items: null };
  const items: YamlItem[] = [];
  let end = first;
  for (let start = first; start < lines.length && isDash(lines[start] ?? "", indent); start = end) {
    end = endOfItem(lines, start, indent);
    items.push({ line: start + 1, text: `${lines.slice(start, end).join("\n")}\n` });
  }
  return { header: [...lines.slice(0, at), ...lines.slice(end)].join("\n"), items };
}

function endOfItem(lines: readonly string[], start: number, indent: number): number {
  let end = start + 1;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    if (!blank(line) && (isDash(line, indent) || /^[^\s-]/.test(line))) break;
    end += 1;
  }
  return end;
}
