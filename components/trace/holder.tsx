import Link from "next/link";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { CATEGORY_NAMES, familyOf } from "@/lib/core/graph/labels-family";
import { standingOf } from "@/components/trace/standing";

interface Props {
  readonly entity: string;
  readonly category: string | null;
  /** Null where many claims stand behind it. */
  readonly status?: string | null;
  /** Where its claims can be read. */
  readonly href?: string;
}

/** Who is claimed to hold it: never "the service X". */
export function Holder({ entity, category, status = null, href }: Props) {
  const known = CATEGORIES.find((one) => one === category);
  const name = <span className="truncate font-medium">{entity}</span>;
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      {known !== undefined && <CategoryGlyph family={familyOf(known, null)} {...(status !== null && { standing: standingOf(status) })} />}
      <span className="shrink-0 text-ink-soft">claimed</span>
      {href === undefined ? name : <Link href={href} prefetch={false} className="truncate font-medium decoration-brass-line underline-offset-2 hover:link">{entity}</Link>}
      <span className="shrink-0 text-xs text-ink-faint">{[known === undefined ? null : CATEGORY_NAMES[known], status].filter((word) => word !== null).join(", ")}</span>
    </span>
  );
}
