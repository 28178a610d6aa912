import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "@/lib/client/api";
import { upload } from "@/lib/client/upload";
import { QueuedDto } from "@/lib/features/jobs/jobs.contract";
import { UploadDto, type ImportBody } from "@/lib/features/uploads/uploads.contract";

/** Stages one file; the server counts and hashes its bytes as they arrive. */
export const uploadFile = (file: File, signal: AbortSignal, onBytes: (sent: number) => void) => upload(UploadDto, "/api/uploads", file, { signal, onBytes });

export function useStartImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof ImportBody>) => api(QueuedDto, "/api/imports", { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["jobs"] }),
  });
}
