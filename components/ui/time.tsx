"use client";

import { useSyncExternalStore } from "react";
import { Unknown } from "@/components/ui/amount";
import { cn } from "@/components/ui/cn";

interface Props {
  readonly iso: string | null;
  /** Date only, where the row has no room or need for the hour. */
  readonly dateOnly?: boolean;
  readonly unknown?: string;
  readonly className?: string;
}

/** UTC as ISO writes it; the time where the reader sits on hover. */
export function Time({ iso, dateOnly = false, unknown = "not known", className }: Props) {
  const local = useLocalTime(iso);
  if (iso === null) return <Unknown>{unknown}</Unknown>;
  return (
    <time dateTime={iso} title={local} className={cn("whitespace-nowrap tabular-nums", className)}>
      {iso.slice(0, 10)}
      {!dateOnly && <span className="text-ink-soft">{" "}{iso.slice(11, 19)}</span>}
    </time>
  );
}

const never = () => () => undefined;
const formatter = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

/** The server does not know where the reader sits, so it says UTC only. */
function useLocalTime(iso: string | null): string | undefined {
  return useSyncExternalStore(
    never,
    () => (iso === null ? undefined : `${iso.slice(0, 19).replace("T", " ")} UTC · ${formatter.format(new Date(iso))} local`),
    () => undefined,
  );
}

/** "2 h 05 min", "40 s" */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
