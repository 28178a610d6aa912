import Link from "next/link";
import { buttonLook } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";

export default function NotFound() {
  return (
    <main id="main" className="flex h-full items-center justify-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState title="There is no such page" action={<Link href="/" className={buttonLook({ look: "primary" })}>Home</Link>}>
        The address in the address bar names nothing Assay knows. If it holds an identifier, check that it was copied whole: a txid has 64 digits, an address keeps its capitals. Press / to search.
      </EmptyState>
    </main>
  );
}
