import { CircleDashed, Download } from "lucide-react";
import Link from "next/link";
import { buttonLook } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";

/** A subject that the store has never seen is an answer, not an error. */
export function NeverSeen({ what }: { readonly what: string }) {
  return (
    <EmptyState
      icon={<CircleDashed aria-hidden />}
      title={`The store has never seen this ${what}`}
      action={
        <>
          <Link href="/import" className={buttonLook({ look: "primary" })}><Download className="size-4" aria-hidden /> Import data</Link>
          <Link href="/sources" className={buttonLook({ look: "plain" })}>Sources</Link>
        </>
      }
    >
      It is well-formed, but nothing that was imported contains it. That says nothing about whether it exists on the chain.
    </EmptyState>
  );
}
