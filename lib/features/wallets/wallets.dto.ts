import { toClaimFields } from "@/lib/features/claims/claims-read.dto";
import type { AddressView, HistoryRow, MemberRow, WalletView } from "@/lib/features/wallets/wallets.ports";
import type { AddressDto, HistoryItemDto, WalletAddressDto, WalletDto } from "@/lib/features/wallets/wallets.contract";
import { satsToDto, timeToDto } from "@/lib/features/wire/wire.contract";
import type { z } from "zod";

/** What is not known crosses the wire as null. */
export const timeOrNull = (seconds: bigint | null): string | null => (seconds === null ? null : timeToDto(seconds));
export const satsOrNull = (sats: bigint | null): string | null => (sats === null ? null : satsToDto(sats));

const toTotals = ({ known, totals, complete, synthetic, claims }: AddressView | WalletView) => ({
  known,
  txCount: totals?.txCount ?? null,
  received: satsOrNull(totals?.received ?? null),
  sent: satsOrNull(totals?.sent ?? null),
  balance: totals === null ? null : satsToDto(totals.received - totals.sent),
  firstSeen: timeOrNull(totals?.firstTime ?? null),
  lastSeen: timeOrNull(totals?.lastTime ?? null),
  complete,
  synthetic,
  ...toClaimFields(claims),
});

export const toAddressDto = (view: AddressView): AddressDto => ({
  network: view.network,
  ref: view.ref,
  address: view.address,
  type: view.type,
  ...toTotals(view),
  wallet: view.wallet === null ? null : { ...view.wallet, id: view.wallet.id.toString() },
});

export const toWalletDto = (view: WalletView): WalletDto => ({
  network: view.network,
  id: view.id?.toString() ?? null,
  ref: view.ref,
  address: view.address,
  addressCount: view.addressCount,
  ...toTotals(view),
  contested: view.claims.contested ?? false,
});

export const toHistoryItemDto = ({ txid, height, time, received, sent, coinbase, coinjoin }: HistoryRow): HistoryItemDto => ({
  txid, height, time: timeOrNull(time), received: satsToDto(received), sent: satsToDto(sent), coinbase, coinjoin,
});

export const toWalletAddressDto = ({ ref, address, type, txCount, received, sent, lastTime }: MemberRow): z.output<typeof WalletAddressDto> => ({
  ref, address, type, txCount, received: satsToDto(received), sent: satsToDto(sent), balance: satsToDto(received - sent), lastSeen: timeOrNull(lastTime),
});
