import { PackList } from "@/lib/features/claims/packs.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "claim.read", reply: PackList }, async () => ({
  packs: (await services().claimLists.packs()).map((pack) => ({ ...pack, importedAt: pack.importedAt.toISOString() })),
}));
