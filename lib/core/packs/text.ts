import { quoted, RecordError } from "@/lib/core/packs/record";

/** Characters that reorder or hide text: zero-width ones, bidirectional controls, invisible operators, tags, byte order marks. */
const HIDING = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const CONTROL = /\p{Cc}/u;
const LONE_SURROGATE = /\p{Cs}/u;

/** Why a text cannot be taken, to follow the name of its field; null when it can. Line breaks and tabs pass only in long text. */
export function textComplaint(text: string, { most, lines = false }: { readonly most: number; readonly lines?: boolean }): string | null {
  if (text.length > most) return `is longer than ${most} characters`;
  const bad = HIDING.exec(text) ?? CONTROL.exec(lines ? text.replace(/[\n\r\t]/g, " ") : text) ?? LONE_SURROGATE.exec(text);
  return bad === null ? null : `holds the character U+${(bad[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}, which hides or reorders text`;
}

/** A line of text, trimmed. @returns null when it is absent or blank @throws RecordError for characters that hide or reorder */
export function lineOf(field: string, value: unknown, most = 300): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw new RecordError(`its ${field} is not a text`);
  const text = value.trim();
  const complaint = textComplaint(text, { most });
  if (complaint !== null) throw new RecordError(`its ${field} ${complaint}`);
  return text === "" ? null : text;
}

/** @throws RecordError also when it is absent */
export function requiredLine(field: string, value: unknown, most = 300): string {
  const text = lineOf(field, value, most);
  if (text === null) throw new RecordError(`it has no ${field}`);
  return text;
}

/** @throws RecordError unless absent or one of the choices */
export function wordOf<const Choices extends readonly string[]>(field: string, value: unknown, choices: Choices): Choices[number] | null {
  const text = lineOf(field, value);
  if (text === null) return null;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new RecordError(`its ${field} ${quoted(text)} is not known`);
  return found;
}

/** The text where it is a link that may be followed: http and https only. */
export function linkOf(text: string): string | null {
  if (!/^https?:\/\/[^\s"'<>\\]+$/i.test(text)) return null;
  return URL.canParse(text) ? text : null;
}

/** YYYY-MM-DD where the text begins with a day that exists, else null. */
export function dayOf(text: string | null): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?![0-9])/.exec(text ?? "");
  if (match === null) return null;
  const [day = "", year = "", month = "", date = ""] = match;
  const last = new Date(Date.UTC(parseInt(year, 10), parseInt(month, 10), 0)).getUTCDate();
  const valid = parseInt(month, 10) >= 1 && parseInt(month, 10) <= 12 && parseInt(date, 10) >= 1 && parseInt(date, 10) <= last && parseInt(year, 10) >= 1;
  return valid ? day : null;
}
