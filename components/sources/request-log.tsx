import { Count, Unknown, plural } from "@/components/ui/amount";
import { bytes } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { SourceList } from "@/lib/features/sources/sources.contract";

/** Every request that left this machine, newest first, written down before it left. */
export function RequestLog({ requests }: { readonly requests: SourceList["recent"] }) {
  return (
    <Section title="Outbound requests" note={requests.length === 0 ? "none so far" : plural(requests.length, "most recent one", "most recent ones")}>
      {requests.length > 0 && (
        <table className="w-full table-fixed text-sm">
          <thead>
            <tr className="h-8 border-b border-line text-left text-xs text-ink-faint [&>th]:font-normal">
              <th scope="col" className="w-44">Time, UTC</th>
              <th scope="col" className="w-36">Source</th>
              <th scope="col">Asked for</th>
              <th scope="col" className="w-44 pr-6 text-right">Answer</th>
              <th scope="col" className="w-20 text-right">Size</th>
              <th scope="col" className="w-20 text-right">ms</th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request, index) => (
              <tr key={`${request.at} ${request.what} ${index}`} className="h-8 border-b border-line/60">
                <td><Time iso={request.at} /></td>
                <td className="truncate">{request.source}</td>
                <td className="truncate font-mono text-xs" title={request.what}>{request.what}</td>
                <td className="truncate pr-6 text-right" title={request.error ?? undefined}>
                  {request.error === null ? request.status ?? <Unknown>on its way</Unknown> : <span className="text-danger">{request.error}</span>}
                </td>
                <td className="text-right">{request.bytes === null ? <Unknown>–</Unknown> : bytes(request.bytes)}</td>
                <td className="text-right">{request.millis === null ? <Unknown>–</Unknown> : <Count value={request.millis} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
