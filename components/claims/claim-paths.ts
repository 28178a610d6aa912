import type { ClaimDto } from "@/lib/features/claims/claims.contract";

const FOLDERS = { address: "addresses", wallet: "wallets", transaction: "transactions" } as const;

export const subjectHref = ({ kind, network, ref }: ClaimDto["subject"]): string => `/${FOLDERS[kind]}/${network}/${encodeURIComponent(ref)}?tab=claims`;
export const entityHref = (id: string): string => `/entities/${encodeURIComponent(id)}`;
