import { Progress as BaseProgress } from "@base-ui/react/progress";

interface Props {
  readonly label: string;
  /** From 0 to 1; null while nobody knows how much there is. */
  readonly share: number | null;
}

export function ProgressBar({ label, share }: Props) {
  return (
    <BaseProgress.Root value={share === null ? null : Math.round(share * 1000) / 10} aria-label={label}>
      <BaseProgress.Track className="relative h-1.5 overflow-hidden rounded-full bg-line">
        {share === null ? <span className="absolute inset-y-0 left-0 w-1/4 animate-sweep rounded-full bg-brass" /> : <BaseProgress.Indicator className="h-full rounded-full bg-brass transition-[width] duration-200" />}
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** 1234567 → "1.2 MB" (powers of ten, as disks count) */
export function bytes(value: number): string {
  let rest = value;
  let unit = 0;
  while (rest >= 1000 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${UNITS[unit] ?? ""}`;
}
