import { FileName, UploadDto } from "@/lib/features/uploads/uploads.contract";
import { AppError } from "@/lib/core/errors";
import { bodyOf } from "@/lib/platform/http/body";
import { rawRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** The bytes of one file as the body; its name, percent-encoded, in x-file-name. */
export const POST = rawRoute("import.run", async (principal, request) => {
  const name = FileName.safeParse(decode(request.headers.get("x-file-name") ?? ""));
  if (!name.success) throw new AppError("invalid_input", "The header x-file-name must give the file's name, percent-encoded.");
  const announced = request.headers.get("content-length");
  const file = await services().uploads.receive(principal, name.data, bodyOf(request), announced === null ? null : parseInt(announced, 10));
  return Response.json(UploadDto.parse({ ...file, name: name.data }), { status: 201 });
});

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // not percent-encoded: refused like a missing name
  }
}
