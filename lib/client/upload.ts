import type { z } from "zod";
import { ApiError, parseJson, toApiError, unreachable, unreadableReply } from "@/lib/client/api-error";

interface Upload {
  readonly signal: AbortSignal;
  readonly onBytes: (sent: number) => void;
}

/** Sends one file as it is. XMLHttpRequest, since fetch does not tell how many bytes have left. */
export function upload<R extends z.ZodType>(reply: R, path: string, file: File, { signal, onBytes }: Upload): Promise<z.output<R>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancelled = () => new DOMException("The upload was cancelled.", "AbortError");
    const abort = () => { request.abort(); };
    request.open("POST", path);
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => { onBytes(event.loaded); };
    request.onerror = () => { reject(unreachable()); };
    request.onabort = () => { reject(cancelled()); };
    request.onloadend = () => { signal.removeEventListener("abort", abort); };
    request.onload = () => {
      const read = readReply(reply, request);
      if (read instanceof ApiError) reject(read);
      else resolve(read.data);
    };
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    request.send(file);
  });
}

function readReply<R extends z.ZodType>(reply: R, request: XMLHttpRequest): ApiError | { readonly data: z.output<R> } {
  const requestId = request.getResponseHeader("x-request-id");
  if (request.status < 200 || request.status > 299) return toApiError(request.status, request.responseText, requestId);
  const parsed = reply.safeParse(parseJson(request.responseText));
  return parsed.success ? { data: parsed.data } : unreadableReply(request.status, requestId, parsed.error);
}
