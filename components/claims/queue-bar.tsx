import { ShareButton } from "@/components/claims/share-button";
import { plural } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { ListedClaimDto } from "@/lib/features/claims/claims-list.contract";

interface Props {
  readonly picked: readonly ListedClaimDto[];
  readonly onAccept: () => void;
  readonly onReject: () => void;
  readonly onNone: () => void;
}

/** What can be done with the chosen claims, and the keys that do it. */
export function QueueBar({ picked, onAccept, onReject, onNone }: Props) {
  return (
    <footer className="flex h-11 shrink-0 items-center gap-3 border-t border-line bg-surface px-6 text-sm">
      {picked.length === 0 ? (
        <span className="flex items-center gap-4 text-xs text-ink-faint">
          <span className="flex items-center gap-1"><Kbd>J</Kbd><Kbd>K</Kbd> next, previous</span>
          <span className="flex items-center gap-1"><Kbd>X</Kbd> choose</span>
          <span className="flex items-center gap-1"><Kbd>A</Kbd> accept</span>
          <span className="flex items-center gap-1"><Kbd>R</Kbd> reject</span>
        </span>
      ) : (
        <>
          <span role="status">{plural(picked.length, "claim")} chosen</span>
          <Button look="quiet" size="sm" onClick={onNone}>Choose none</Button>
          <span className="ml-auto flex gap-2">
            <ShareButton claims={picked} />
            <Button look="danger" onClick={onReject}>Reject {picked.length}…</Button>
            <Button look="primary" onClick={onAccept}>Accept {picked.length}…</Button>
          </span>
        </>
      )}
    </footer>
  );
}
