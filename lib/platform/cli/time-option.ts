import { textOption, UsageError, type CommandArgs } from "@/lib/platform/cli/command";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * A time as ISO 8601 with its zone, or a day in UTC: its first second, or its last one where the time ends something.
 * @returns Unix seconds, or null when absent @throws UsageError
 */
export function timeOption(args: CommandArgs, name: string, end: "from" | "to"): number | null {
  const text = textOption(args, name);
  if (text === null) return null;
  const whole = DAY.test(text) ? `${text}T${end === "from" ? "00:00:00" : "23:59:59"}Z` : text;
  const time = MOMENT.test(whole) ? Date.parse(whole) : NaN;
  if (Number.isNaN(time)) throw new UsageError(`--${name}`, `expected a day such as 2022-09-30 or a time such as 2022-09-30T12:00:00Z, got “${text}”`);
  return Math.floor(time / 1_000);
}
