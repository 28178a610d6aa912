import { type JobProgress, ratePerSecond, secondsLeft, shareDone } from "@/lib/core/jobs/job";

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const NUMBERS = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const ROUGH = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3, notation: "compact" });

/** `reading ████░░░░  42% · 1,234 blocks · 45,000 transactions · 1.2M bytes/s · 0:12 left` */
export function progressLine(progress: JobProgress): string {
  const share = shareDone(progress);
  const rate = ratePerSecond(progress);
  const left = secondsLeft(progress);
  const bar = share === null ? `${NUMBERS.format(progress.done)} ${progress.unit}` : `${"█".repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, "░")} ${Math.floor(share * 100).toString().padStart(3)}%`;
  const counts = Object.entries(progress.counts).map(([name, count]) => `${NUMBERS.format(count)} ${name}`);
  const speed = rate === null ? [] : [`${ROUGH.format(rate)} ${progress.unit}/s`];
  return [`${progress.phase} ${bar}`, ...counts, ...speed, ...(left === null ? [] : [`${clock(left)} left`])].join(" · ");
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${minutes.toString().padStart(hours > 0 ? 2 : 1, "0")}:${rest.toString().padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

export interface ProgressBar {
  readonly draw: (progress: JobProgress) => void;
  readonly clear: () => void;
}

/** One line of a terminal, redrawn at most ten times a second; nothing where there is no terminal. */
export function makeProgressBar(out: Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">): ProgressBar {
  let drawnAt = -Infinity;
  let shown = false;
  const clear = (): void => {
    if (shown) out.write("\r\u001b[K");
    shown = false;
  };
  return {
    clear,
    draw: (progress) => {
      const now = performance.now();
      if (!out.isTTY || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      shown = true;
      out.write(`\r\u001b[K${progressLine(progress).slice(0, Math.max(20, out.columns - 1))}`);
    },
  };
}
