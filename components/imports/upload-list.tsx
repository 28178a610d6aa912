import { Check, X } from "lucide-react";
import type { UploadItem } from "@/components/imports/upload-state";
import { IconButton } from "@/components/ui/button";
import { Identifier } from "@/components/ui/identifier";
import { ProgressBar, bytes } from "@/components/ui/progress";

interface Props {
  readonly items: readonly UploadItem[];
  readonly busy: boolean;
  readonly onRemove: (id: number) => void;
}

export function UploadList({ items, busy, onRemove }: Props) {
  return (
    <ul aria-label="Files" className="border-t border-line">
      {items.map((item) => (
        <li key={item.id} className="grid min-h-10 grid-cols-[minmax(0,1fr)_6rem_16rem_2rem] items-center gap-4 border-b border-line py-1 text-sm">
          <span className="truncate" title={item.file.name}>{item.file.name}</span>
          <span className="text-right text-ink-soft">{bytes(item.file.size)}</span>
          <State item={item} />
          {busy ? <span /> : <IconButton label={`Remove ${item.file.name}`} size="icon-sm" onClick={() => { onRemove(item.id); }}><X className="size-3.5" aria-hidden /></IconButton>}
        </li>
      ))}
    </ul>
  );
}

function State({ item }: { readonly item: UploadItem }) {
  switch (item.status) {
    case "waiting":
      return <span className="text-ink-faint">not sent yet</span>;
    case "sending":
      return (
        <span className="flex flex-col gap-1">
          <ProgressBar label={`Sending ${item.file.name}`} share={item.file.size === 0 ? null : item.sent / item.file.size} />
          <span className="text-xs text-ink-soft">{bytes(item.sent)} of {bytes(item.file.size)} sent</span>
        </span>
      );
    case "staged":
      return <span className="flex items-center gap-1.5 text-ink-soft"><Check className="size-3.5" aria-hidden /> SHA-256 <Identifier value={item.sha256 ?? ""} what="SHA-256" /></span>;
    case "failed":
      return <span role="alert" className="text-danger">{item.error}</span>;
  }
}
