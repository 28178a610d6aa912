import type { SourceList } from "@/lib/features/sources/sources.contract";
import type { LoggedRequest, OutboundSource } from "@/lib/features/sources/sources.ports";

/** What the browser may know: names, never URLs. */
export const toSourceListDto = ({ sources, recent }: { readonly sources: readonly OutboundSource[]; readonly recent: readonly LoggedRequest[] }): SourceList => ({
  sources: sources.map(({ name, kind, network, enabled }) => ({ name, kind, network, enabled })),
  recent: recent.map(({ at, source, what, status, bytes, millis, error }) => ({ at: at.toISOString(), source, what, status, bytes, millis, error })),
});
