import type { LinkCheckDto, WalletLayersDto, WalletLinkDto } from "@/lib/features/wallet-links/wallet-links.contract";
import type { JoinedWallets, LinkCheck, WalletLayers, WalletLinkView } from "@/lib/features/wallet-links/wallet-links.ports";

export const toWalletLinkDto = ({ id, version, kind, network, oneRef, otherRef, output, reason, scope, caseId, author, at }: WalletLinkView): WalletLinkDto => ({
  id, version, kind, network, one: oneRef, other: otherRef, output, reason, scope, caseId, author, at: at.toISOString(),
});

const toJoined = (joined: JoinedWallets | null) => (joined === null ? null : { wallets: [...joined.wallets], addressCount: joined.addressCount });

export const toWalletLayersDto = ({ base, change, manual }: WalletLayers): WalletLayersDto => ({
  base: base === null ? null : { id: base.id.toString(), ref: base.ref, addressCount: base.addressCount },
  change: toJoined(change),
  manual: manual === null ? null : { joined: toJoined(manual.joined), links: manual.links.map((link) => ({ ...toWalletLinkDto(link), refused: link.refused })) },
});

export const toLinkCheckDto = ({ warnings, notAsked, ...ends }: LinkCheck): LinkCheckDto => ({
  ...ends,
  warnings: warnings.map((warning) => (warning.kind === "tag-conflict" ? { kind: warning.kind, holders: [warning.holders[0], warning.holders[1]] } : warning)),
  notAsked: [...notAsked],
});
