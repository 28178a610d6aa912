"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { saveFile } from "@/components/ui/save-file";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/core/packs/export-claim";
import type { ExportInput } from "@/lib/features/claims/claims-list.contract";
import { useExportClaims } from "@/lib/features/claims/claims-list.queries";

const FORMATS: Record<ExportFormat, { readonly label: string; readonly file: string; readonly type: string }> = {
  tagpack: { label: "TagPack (GraphSense)", file: "tagpack.yaml", type: "application/yaml" },
  csv: { label: "CSV", file: "claims.csv", type: "text/csv" },
  misp: { label: "MISP event", file: "misp.json", type: "application/json" },
  stix: { label: "STIX 2.1 bundle", file: "stix.json", type: "application/json" },
  bip329: { label: "BIP-329 labels", file: "labels.jsonl", type: "application/jsonl" },
};

const SHARED: ExportInput["scope"] = { kind: "shared" };

/** Proposed and accepted claims as a file; unreviewed ones say so in it, and hypotheses never leave. */
export function ExportMenu({ scope = SHARED, small = false }: { readonly scope?: ExportInput["scope"]; readonly small?: boolean }) {
  const write = useExportClaims();
  const run = (format: ExportFormat) => {
    write.mutate({ format, scope }, {
      onSuccess: ({ text }) => { saveFile(text, `assay-${FORMATS[format].file}`, FORMATS[format].type); },
      onError: (error) => { toast({ title: "Nothing was exported", description: messageOf(error), failed: true }); },
    });
  };
  return (
    <Menu align="end" trigger={<Button size={small ? "sm" : "md"} look={small ? "quiet" : "plain"} disabled={write.isPending}><Download className="size-3.5" aria-hidden /> Export</Button>}>
      {EXPORT_FORMATS.map((format) => <MenuItem key={format} onSelect={() => { run(format); }}>{FORMATS[format].label}</MenuItem>)}
    </Menu>
  );
}
