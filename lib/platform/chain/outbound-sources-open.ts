import { AppError } from "@/lib/core/errors";
import type { NetworkName } from "@/lib/core/network";
import type { OutboundLog } from "@/lib/features/sources/sources.ports";
import type { SourceOpener, SourceRef } from "@/lib/features/sync/sync.ports";
import { makeCoreNode } from "@/lib/platform/chain/core-rpc-node";
import { makeCoreRpc } from "@/lib/platform/chain/core-rpc";
import { makeEsploraServer } from "@/lib/platform/chain/esplora-http";
import { accessByHand, openHttp, type ConfiguredSource, type SourceAccess } from "@/lib/platform/chain/outbound-sources";

interface Deps {
  readonly configured: (name: string) => Promise<ConfiguredSource>;
  readonly log: OutboundLog;
  readonly tuning?: Parameters<typeof openHttp>[2];
}

/** Named sources as the owner configured them; a URL by hand as it was typed. */
export function makeSourceOpener({ configured, log, tuning }: Deps): SourceOpener {
  const resolve = async (source: SourceRef, kind: "core" | "esplora"): Promise<{ access: SourceAccess; network: NetworkName | null }> => {
    if (source.kind === "by-hand") return { access: accessByHand(source.url, source.cookieFile), network: null };
    const found = await configured(source.name);
    if (found.kind !== kind) throw new AppError("invalid_input", `The source “${source.name}” is of kind ${found.kind}, not ${kind}.`);
    return found;
  };
  return {
    core: async (source, how) => {
      const { access, network } = await resolve(source, "core");
      return makeCoreNode(access.name, makeCoreRpc(access.name, openHttp(access, log, tuning)), { expected: network, how });
    },
    esplora: async (source) => {
      const { access, network } = await resolve(source, "esplora");
      return { server: makeEsploraServer(access.name, openHttp(access, log, tuning)), network };
    },
  };
}
