import { Waypoints } from "lucide-react";
import Link from "next/link";
import { buttonLook } from "@/components/ui/button";

interface Props {
  readonly nodeKeys: readonly string[];
  readonly look?: "primary" | "plain";
}

/** Puts these onto the graph one worked on last; /graphs decides which, and asks for a case when there is none. */
export function ShowOnGraph({ nodeKeys, look = "primary" }: Props) {
  return (
    <Link href={`/graphs?add=${encodeURIComponent(nodeKeys.join(","))}`} prefetch={false} className={buttonLook({ look })}>
      <Waypoints className="size-4" aria-hidden /> Show on graph
    </Link>
  );
}
