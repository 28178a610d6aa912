"use client";

import { createContext, useContext, useEffect, useEffectEvent, useMemo, useState, type ReactNode } from "react";

/** What a page can do with an address that was searched for, instead of opening it. */
export interface SearchTarget {
  readonly label: string;
  readonly add: (nodeKey: string) => void;
}

interface Search {
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly target: SearchTarget | null;
  readonly setTarget: (target: SearchTarget | null) => void;
}

const SearchContext = createContext<Search>({ open: false, setOpen: () => undefined, target: null, setTarget: () => undefined });
export const useSearchPalette = (): Search => useContext(SearchContext);

export function SearchProvider({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [target, setTarget] = useState<SearchTarget | null>(null);
  const value = useMemo(() => ({ open, setOpen, target, setTarget }), [open, target]);
  return <SearchContext value={value}>{children}</SearchContext>;
}

/** While the calling page is shown, picking an address in the search adds it there. */
export function useSearchTarget(label: string, add: (nodeKey: string) => void): void {
  const { setTarget } = useSearchPalette();
  const onAdd = useEffectEvent(add);
  useEffect(() => {
    setTarget({ label, add: (nodeKey) => { onAdd(nodeKey); } });
    return () => { setTarget(null); };
  }, [label, setTarget]);
}
