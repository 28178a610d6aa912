"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { cn } from "@/components/ui/cn";

const PARTS = [
  { href: "/claims", label: "Review" },
  { href: "/claims/conflicts", label: "Conflicts" },
  { href: "/claims/packs", label: "Label packs" },
] as const;

interface Props {
  readonly actions?: ReactNode;
  readonly lead: string;
  readonly children: ReactNode;
}

/** What is claimed of whom: to be reviewed, to be settled, brought in and given away. */
export function ClaimsPage({ actions, lead, children }: Props) {
  const path = usePathname();
  return (
    <Page fill title="Claims" lead={lead} actions={actions}>
      <nav aria-label="Claims" className="flex shrink-0 gap-5 border-b border-line px-6">
        {PARTS.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            aria-current={path === href ? "page" : undefined}
            className={cn("relative flex h-9 items-center text-sm", path === href ? "font-medium text-ink after:absolute after:inset-x-0 after:bottom-[-1px] after:h-0.5 after:bg-brass" : "text-ink-soft hover:text-ink")}
          >
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}
