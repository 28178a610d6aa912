"use client";

import { Check, Copy } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Tip } from "@/components/ui/tooltip";
import { shortRef } from "@/lib/core/graph/labels";

interface Props {
  readonly value: string;
  /** What it names, for the screen reader: "address", "transaction". */
  readonly what: string;
  readonly href?: string;
  /** Written out where there is room for all of it. */
  readonly whole?: boolean;
  readonly className?: string;
}

/** First 6 … last 6, whole on hover, one click copies. */
export function Identifier({ value, what, href, whole = false, className }: Props) {
  const text = whole ? value : shortRef(value);
  const look = cn("font-mono", whole ? "break-all" : "whitespace-nowrap");
  const shown = href === undefined ? <span className={look}>{text}</span> : <Link href={href} prefetch={false} className={cn(look, "text-ink decoration-brass-line underline-offset-2 hover:link")}>{text}</Link>;
  return (
    <span className={cn("group/id inline-flex max-w-full items-center gap-0.5", className)}>
      {whole ? shown : <Tip text={<span className="font-mono">{value}</span>}>{shown}</Tip>}
      <CopyButton value={value} what={what} />
    </span>
  );
}

const SHOWN_MS = 1200;

/** Faint until the pointer or the focus is near, always there for a finger. */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => { setCopied(false); }, SHOWN_MS);
  };
  return (
    <button
      type="button"
      aria-label={copied ? "Copied" : `Copy ${what} ${shortRef(value)}`}
      onClick={() => void copy()}
      className={cn("inline-flex size-5 shrink-0 items-center justify-center rounded-sm transition-opacity duration-120 hover:text-brass", copied ? "text-brass" : "text-ink-faint opacity-35 group-hover/id:opacity-100 focus-visible:opacity-100")}
    >
      {copied ? <Check className="size-3" aria-hidden /> : <Copy className="size-3" aria-hidden />}
    </button>
  );
}
