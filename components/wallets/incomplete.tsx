import { CircleDashed } from "lucide-react";
import Link from "next/link";
import { Notice } from "@/components/ui/notice";

/** Rule 4: what is not the whole history says so, beside every figure that depends on it. */
export function Incomplete({ complete, what }: { readonly complete: boolean | null; readonly what: string }) {
  if (complete === true) return null;
  return (
    <Notice look="gap" icon={<CircleDashed aria-hidden />} title={`The history of this ${what} may not be complete.`} className="mx-6 my-3" action={<Link href="/sources" className="shrink-0 link">Sources</Link>}>
      Totals and lists cover what the store holds. Import more blocks, or fetch its history from a source you allow.
    </Notice>
  );
}
