"use client";

import { ErrorState } from "@/components/ui/states";

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  return (
    <main id="main" className="flex h-full items-center justify-center">
      <ErrorState error={error} what="This page failed" onRetry={reset} />
    </main>
  );
}
