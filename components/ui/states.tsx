"use client";

import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/identifier";
import { ApiError } from "@/lib/client/api-error";

export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cn("block animate-pulse rounded-sm bg-line", className)} />;
}

interface EmptyProps {
  readonly title: string;
  /** What to do next. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
  readonly className?: string;
}

export function EmptyState({ title, children, action, icon, className }: EmptyProps) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-2 px-6 py-10 text-center", className)}>
      {icon !== undefined && <div className="mb-1 text-ink-faint [&_svg]:size-6 [&_svg]:stroke-[1.25]">{icon}</div>}
      <p className="text-base font-medium">{title}</p>
      {children !== undefined && <div className="max-w-prose text-sm text-ink-soft">{children}</div>}
      {action !== undefined && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}

const REMEDIES: Partial<Record<ApiError["code"], string>> = {
  unreachable: "Start it with npm start in the folder of Assay, then try again.",
  rate_limited: "Wait a moment, then try again.",
  internal: "The server's log has the details under the request id below.",
  forbidden: "Ask somebody with a higher role, or sign in with another account.",
};

interface ErrorProps {
  readonly error: unknown;
  /** What could not be done: "The wallet could not be read". */
  readonly what: string;
  readonly onRetry?: () => void;
  readonly className?: string;
}

/** What happened, what to do, and the id under which the log has it. */
export function ErrorState({ error, what, onRetry, className }: ErrorProps) {
  const known = error instanceof ApiError ? error : null;
  return (
    <div role="alert" className={cn("flex flex-col items-center justify-center gap-2 px-6 py-10 text-center", className)}>
      <CircleAlert className="size-6 stroke-[1.25] text-danger" aria-hidden />
      <p className="text-base font-medium">{what}</p>
      <p className="max-w-prose text-sm text-ink-soft">{known?.message ?? "This page ran into something it did not expect."}</p>
      {known !== null && REMEDIES[known.code] !== undefined && <p className="max-w-prose text-sm text-ink-soft">{REMEDIES[known.code]}</p>}
      <Issues error={error} />
      {known?.requestId != null && (
        <p className="group/id flex items-center gap-1 font-mono text-xs text-ink-faint">
          request {known.requestId}
          <CopyButton value={known.requestId} what="request id" />
        </p>
      )}
      {onRetry !== undefined && (
        <Button onClick={onRetry} className="mt-2">
          <RotateCw className="size-3.5" aria-hidden /> Try again
        </Button>
      )}
    </div>
  );
}

/** What exactly was wrong with what was sent. */
export function Issues({ error }: { readonly error: unknown }) {
  if (!(error instanceof ApiError) || error.issues.length === 0) return null;
  return (
    <ul className="text-left text-sm text-ink-soft">
      {error.issues.map((issue) => (
        <li key={`${issue.path} ${issue.message}`}>
          {issue.path !== "" && <span className="font-mono text-xs">{issue.path}: </span>}
          {issue.message}
        </li>
      ))}
    </ul>
  );
}

/** Words for a failed action beside its button. */
export const messageOf = (error: unknown): string => (error instanceof ApiError ? error.message : "Something unexpected went wrong.");
