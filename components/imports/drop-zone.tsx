"use client";

import { FileUp } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

export function DropZone({ onFiles, disabled }: { readonly onFiles: (files: readonly File[]) => void; readonly disabled: boolean }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => { setOver(false); }}
      onDrop={onDrop}
      className={cn("flex flex-col items-center gap-2 rounded-lg border border-dashed px-6 py-8 text-center transition-colors duration-120", over ? "border-brass bg-brass-wash" : "border-line-strong bg-surface")}
    >
      <FileUp className="size-6 stroke-[1.25] text-ink-faint" aria-hidden />
      <p className="text-base font-medium">Drop files here</p>
      <p className="max-w-prose text-sm text-ink-soft">
        blk*.dat of Bitcoin Core (with its xor.dat, when there is one), single raw blocks, Core&rsquo;s getblock JSON, Esplora transactions, CSV; any of them gzipped. What a file is shows from its content.
      </p>
      <input ref={input} type="file" multiple className="sr-only" aria-label="Files to import" disabled={disabled} tabIndex={-1} onChange={(event) => { onFiles([...(event.target.files ?? [])]); event.target.value = ""; }} />
      <Button className="mt-1" disabled={disabled} onClick={() => { input.current?.click(); }}>Choose files</Button>
    </div>
  );
}
