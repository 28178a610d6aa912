import { useMutation } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import { ScreeningDto } from "@/lib/features/screening/screening.contract";

/** Neither the addresses nor the answer are stored, here or on the server. */
export const useScreening = () => useMutation({ mutationFn: (addresses: readonly string[]) => api(ScreeningDto, "/api/screening", { method: "POST", body: { addresses } }) });
