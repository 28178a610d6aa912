import { Time } from "@/components/ui/time";
import { claimDiff } from "@/lib/core/casework/claim-diff";
import type { ListedClaimDto } from "@/lib/features/claims/claims-list.contract";

const WORDS: Record<ListedClaimDto["change"], string> = { created: "Proposed", changed: "Changed", shared: "Shared with everybody", accepted: "Accepted", rejected: "Rejected", retracted: "Retracted", retired: "Gone from its label pack" };

/** Every version of a claim, the newest first, with what it changed of the one before. */
export function ClaimHistory({ versions }: { readonly versions: readonly ListedClaimDto[] }) {
  return (
    <section aria-label="History" className="mt-4 border-t border-line pt-3">
      <h3 className="mb-2 text-sm font-medium">History</h3>
      <ol className="flex flex-col gap-3">
        {versions.toReversed().map((version) => <Version key={version.version} version={version} before={versions.find((one) => one.version === version.version - 1) ?? null} />)}
      </ol>
    </section>
  );
}

function Version({ version, before }: { readonly version: ListedClaimDto; readonly before: ListedClaimDto | null }) {
  const changes = before === null ? [] : claimDiff(before, version);
  const who = version.reviewer?.name ?? version.author.name;
  return (
    <li className="grid grid-cols-[1.5rem_1fr] gap-x-1 text-sm">
      <span className="text-xs leading-5 text-ink-faint tabular-nums">{version.version}</span>
      <div className="min-w-0">
        <p><span className="font-medium">{WORDS[version.change]}</span> <span className="text-ink-soft">by {who}, </span><Time iso={version.at} className="text-ink-soft" /></p>
        {version.reason !== null && <p className="mt-0.5 whitespace-pre-line text-ink-soft">“{version.reason}”</p>}
        {changes.length > 0 && (
          <dl className="mt-1 grid grid-cols-[6rem_1fr] gap-x-2 rounded-md border border-line bg-sunken px-2 py-1 text-xs">
            {changes.map(({ field, before: old, after }) => (
              <div key={field} className="contents">
                <dt className="text-ink-faint">{field}</dt>
                <dd className="min-w-0 break-words"><del className="text-ink-faint">{old ?? "nothing"}</del> → <ins className="no-underline">{after ?? "nothing"}</ins></dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
