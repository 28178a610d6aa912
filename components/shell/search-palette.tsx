"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { ArrowLeftRight, Box, Search, Tag, UserRound, Wallet } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSearchPalette, type SearchTarget } from "@/components/shell/search-target";
import { viewOf, type HitView } from "@/components/shell/search-hits";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Backdrop } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { messageOf } from "@/components/ui/states";
import { useSearch } from "@/lib/features/search/search.queries";

/** Search over everything the store holds: an address, a txid, a height, a block hash, a label, an entity. */
export function SearchPalette() {
  const { open, setOpen } = useSearchPalette();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => { setOpen(next); }}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Popup className="fixed top-16 left-1/2 z-40 w-160 max-w-[calc(100vw-2rem)] -translate-x-1/2 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-pop transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <Palette />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette() {
  const router = useRouter();
  const { setOpen, target } = useSearchPalette();
  const [text, setText] = useState("");
  const search = useSearch(text);
  const typed = text.trim() !== "";
  const hits = typed ? (search.data?.hits ?? []).map(viewOf) : [];
  const pick = (hit: HitView) => {
    setOpen(false);
    if (target !== null && hit.nodeKey !== null) target.add(hit.nodeKey);
    else router.push(hit.href);
  };
  return (
    <Command shouldFilter={false} loop label="Search">
      <div className="flex h-12 items-center gap-3 border-b border-line px-4">
        <Search className="size-4 text-ink-faint" aria-hidden />
        <Command.Input value={text} onValueChange={setText} maxLength={120} autoFocus placeholder="Address, transaction, block height or hash, label" className="h-full flex-1 bg-transparent text-base outline-none placeholder:text-ink-faint" />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="max-h-[min(26rem,60vh)] overflow-y-auto py-1">
        {hits.map((hit) => <Hit key={hit.id} hit={hit} target={target} onPick={() => { pick(hit); }} />)}
      </Command.List>
      <p role="status" className={cn("px-4 text-sm text-ink-soft", typed && hits.length > 0 && search.data?.truncated !== true ? "sr-only" : "py-3")}>
        {statusText(typed, search, hits.length)}
      </p>
      <footer className="flex h-9 items-center gap-4 border-t border-line bg-surface px-4 text-xs text-ink-faint">
        <span className="flex items-center gap-1"><Kbd>↑</Kbd><Kbd>↓</Kbd> choose</span>
        <span className="flex items-center gap-1"><Kbd>↵</Kbd> {target === null ? "open" : `${target.label}, or open`}</span>
      </footer>
    </Command>
  );
}

function statusText(typed: boolean, search: ReturnType<typeof useSearch>, hits: number): string {
  if (!typed) return "Type at least one character. A number finds the block of that height.";
  if (search.isError) return `The search failed: ${messageOf(search.error)}`;
  if (search.data === undefined) return "Searching…";
  if (search.data.hint !== null && hits === 0) return search.data.hint;
  if (hits === 0) return "Nothing in the store matches. Import the data that contains it, or check the spelling.";
  return search.data.truncated ? "There are more matches than are shown; type more of it." : `${hits} found`;
}

const ICONS = { address: Wallet, transaction: ArrowLeftRight, block: Box, claim: Tag, entity: UserRound } as const;

function Hit({ hit, target, onPick }: { readonly hit: HitView; readonly target: SearchTarget | null; readonly onPick: () => void }) {
  const Icon = ICONS[hit.kind];
  return (
    <Command.Item value={hit.id} onSelect={onPick} className="mx-1 flex h-11 cursor-default items-center gap-3 rounded-md px-3 data-[selected=true]:bg-hover">
      <Icon className="size-4 shrink-0 text-ink-faint" aria-hidden />
      <span className="min-w-0 flex-1">
        <span className={cn("block truncate text-sm", (hit.kind === "address" || hit.kind === "transaction") && "font-mono")}>{hit.title}</span>
        <span className="block truncate text-xs text-ink-faint">{hit.detail}</span>
      </span>
      {!hit.known && <Badge look="gap">not in the store</Badge>}
      {target !== null && hit.nodeKey !== null && <span className="text-xs text-brass">{target.label}</span>}
    </Command.Item>
  );
}
