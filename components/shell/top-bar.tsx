"use client";

import { Monitor, Moon, Search, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useSyncExternalStore } from "react";
import { AccountMenu } from "@/components/people/account-menu";
import { useSearchPalette } from "@/components/shell/search-target";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuItem } from "@/components/ui/menu";

const PAGES = [
  { href: "/", label: "Home", under: [] },
  { href: "/graphs", label: "Graph", under: ["/graphs"] },
  { href: "/trace", label: "Trace", under: ["/trace"] },
  { href: "/claims", label: "Claims", under: ["/claims", "/entities"] },
  { href: "/findings", label: "Findings", under: ["/findings"] },
  { href: "/screening", label: "Screening", under: ["/screening"] },
  { href: "/import", label: "Import", under: ["/import"] },
  { href: "/jobs", label: "Jobs", under: ["/jobs"] },
  { href: "/sources", label: "Sources", under: ["/sources"] },
] as const;

export function TopBar({ signedIn }: { readonly signedIn: boolean }) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-6 border-b border-line bg-surface px-4">
      <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight">
        <Mark /> Assay
      </Link>
      {signedIn ? <Pages /> : <span className="flex-1" />}
      {signedIn && <SearchButton />}
      <div className="flex items-center gap-1">
        {signedIn && <AccountMenu />}
        <ThemeSwitch />
      </div>
    </header>
  );
}

/** A touchstone with the streak that gold leaves on it. */
function Mark() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className="size-5">
      <path d="M3 5.5 10 2l7 3.5v9L10 18l-7-3.5Z" className="fill-ink" />
      <path d="M6.2 12.6 13.6 6.8" strokeWidth="2.4" strokeLinecap="round" className="stroke-(--brass-line)" />
    </svg>
  );
}

function Pages() {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="flex h-full items-stretch gap-1">
      {PAGES.map(({ href, label, under }) => {
        const here = href === path || under.some((prefix) => path.startsWith(prefix));
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? "page" : undefined}
            className={cn("relative flex items-center px-2.5 text-sm focus-visible:-outline-offset-2", here ? "font-medium text-ink after:absolute after:inset-x-2.5 after:bottom-[-1px] after:h-0.5 after:bg-brass" : "text-ink-soft hover:text-ink")}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}

function SearchButton() {
  const { setOpen } = useSearchPalette();
  return (
    <button
      type="button"
      onClick={() => { setOpen(true); }}
      className="ml-auto flex h-8 w-full max-w-112 min-w-40 items-center gap-2 rounded-md border border-line-strong bg-bench px-2.5 text-sm text-ink-faint hover:border-brass-line hover:text-ink-soft"
    >
      <Search className="size-4 shrink-0" aria-hidden />
      <span className="min-w-0 flex-1 truncate text-left">Search address, transaction, block, label</span>
      <Kbd>Ctrl K</Kbd>
    </button>
  );
}

const THEMES = [
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
  { value: "system", label: "As the system", Icon: Monitor },
] as const;

const never = () => () => undefined;

function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  const inBrowser = useSyncExternalStore(never, () => true, () => false);
  const current = THEMES.find(({ value }) => inBrowser && value === theme) ?? THEMES[2];
  return (
    <Menu align="end" trigger={<Button look="quiet" size="icon" aria-label={`Theme: ${current.label}`}><current.Icon className="size-4" aria-hidden /></Button>}>
      {THEMES.map(({ value, label, Icon }) => (
        <MenuItem key={value} icon={<Icon className="size-4 text-ink-faint" aria-hidden />} onSelect={() => { setTheme(value); }}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
