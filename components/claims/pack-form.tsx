"use client";

import { FileUp } from "lucide-react";
import { useRef, useState, type DragEvent, type SubmitEvent } from "react";
import { CsvColumns } from "@/components/claims/csv-columns";
import { readCsvPreview, type CsvPreview } from "@/components/claims/csv-preview";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field, Input, Select } from "@/components/ui/input";
import { bytes } from "@/components/ui/progress";
import { Issues, messageOf } from "@/components/ui/states";
import { NETWORK_NAMES, type NetworkName } from "@/lib/core/network";
import type { CsvClaimColumn } from "@/lib/core/packs/csv-claims";
import { PACK_FORMATS, type PackFormat } from "@/lib/core/packs/record";
import type { PackImportInput } from "@/lib/features/claims/packs.contract";

export const FORMAT_NAMES: Record<PackFormat, string> = { tagpack: "TagPack", "mining-pools": "Mining pools", ofac: "OFAC list", csv: "CSV", misp: "MISP", bip329: "BIP-329" };

export interface PackChoice {
  readonly file: File;
  readonly order: Omit<PackImportInput, "upload" | "dryRun">;
}

interface Props {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onRead: (choice: PackChoice) => void;
}

/** A file, how to read it, and for a CSV which column holds what. */
export function PackForm({ busy, error, onRead }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<CsvPreview | null>(null);
  const [columns, setColumns] = useState<Partial<Record<CsvClaimColumn, string>>>({});
  const [format, setFormat] = useState<PackFormat | "auto">("auto");
  const [source, setSource] = useState("");
  const [network, setNetwork] = useState<NetworkName | null>(null);
  const choose = (next: File) => {
    setFile(next);
    setColumns({});
    setPreview(null);
    readCsvPreview(next).then(setPreview, () => { setPreview(null); }); // unreadable: the server says why
  };
  const csv = preview !== null && (format === "auto" || format === "csv");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (file !== null) onRead({ file, order: { format, source: source.trim() === "" ? null : source.trim(), network, columns: csv ? columns : {} } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <PackFile file={file} disabled={busy} onFile={choose} />
      {file !== null && (
        <>
          <div className="flex items-end gap-4">
            <Field label="Format" className="w-44">
              {(ids) => (
                <Select {...ids} value={format} onChange={(event) => { setFormat(PACK_FORMATS.find((one) => one === event.target.value) ?? "auto"); }}>
                  <option value="auto">from the content</option>
                  {PACK_FORMATS.map((one) => <option key={one} value={one}>{FORMAT_NAMES[one]}</option>)}
                </Select>
              )}
            </Field>
            <Field label="Source of records that name none" className="w-80">
              {(ids) => <Input {...ids} value={source} maxLength={200} autoComplete="off" placeholder={file.name} onChange={(event) => { setSource(event.target.value); }} />}
            </Field>
            <Field label="Network" className="w-44">
              {(ids) => (
                <Select {...ids} value={network ?? ""} onChange={(event) => { setNetwork(NETWORK_NAMES.find((one) => one === event.target.value) ?? null); }}>
                  <option value="">from the addresses</option>
                  {NETWORK_NAMES.map((one) => <option key={one} value={one}>{one}</option>)}
                </Select>
              )}
            </Field>
            <span className="flex-1" />
            <Button type="submit" look="primary" disabled={busy}>{busy ? "Sending…" : "See what it would do"}</Button>
          </div>
          {csv && <CsvColumns preview={preview} chosen={columns} onChange={setColumns} />}
        </>
      )}
      {error !== null && <div role="alert" className="text-sm text-danger">{messageOf(error)}<Issues error={error} /></div>}
    </form>
  );
}

function PackFile({ file, disabled, onFile }: { readonly file: File | null; readonly disabled: boolean; readonly onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const [first] = files ?? [];
    if (first !== undefined && !disabled) onFile(first);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => { setOver(false); }}
      onDrop={onDrop}
      className={cn("flex items-center gap-4 rounded-lg border border-dashed px-6 py-5 transition-colors duration-120", over ? "border-brass bg-brass-wash" : "border-line-strong bg-surface")}
    >
      <FileUp className="size-6 shrink-0 stroke-[1.25] text-ink-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="truncate text-base font-medium">{file === null ? "Drop a label pack here" : file.name}</p>
        <p className="text-sm text-ink-soft">{file === null ? "GraphSense TagPack, mining pool list, OFAC address list, MISP event, BIP-329 labels, or a CSV with addresses. Nothing is written before you have seen what it would do." : bytes(file.size)}</p>
      </div>
      <input ref={input} type="file" className="sr-only" aria-label="Label pack" disabled={disabled} tabIndex={-1} onChange={(event) => { take(event.target.files); event.target.value = ""; }} />
      <Button disabled={disabled} onClick={() => { input.current?.click(); }}>{file === null ? "Choose a file" : "Another file"}</Button>
    </div>
  );
}
