import { AppError } from "@/lib/core/errors";
import type { Principal } from "@/lib/core/policy/policy";
import { FileName, UploadDto } from "@/lib/features/uploads/uploads.contract";
import { bodyOf } from "@/lib/platform/http/body";
import { services } from "@/lib/platform/services";

/** Stages the bytes of one file, which are the body; its name, percent-encoded, is in x-file-name. */
export async function receiveUpload(principal: Principal, request: Request): Promise<Response> {
  const name = FileName.safeParse(decode(request.headers.get("x-file-name") ?? ""));
  if (!name.success) throw new AppError("invalid_input", "The header x-file-name must give the file's name, percent-encoded.");
  const announced = request.headers.get("content-length");
  const file = await services().uploads.receive(principal, name.data, bodyOf(request), announced === null ? null : parseInt(announced, 10));
  return Response.json(UploadDto.parse({ ...file, name: name.data }), { status: 201 });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // not percent-encoded: refused like a missing name
  }
}
