import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import type { StagingArea } from "@/lib/features/uploads/uploads.ports";

const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;

export interface Staging extends StagingArea {
  readonly folder: string;
  pathOf(id: string): string;
}

/** Staged files lie in `HOME/uploads` under their SHA-256; half-received ones never get that name. */
export function makeStaging(home: string, maxBytes = MAX_UPLOAD_BYTES): Staging {
  const folder = path.join(home, "uploads");
  const pathOf = (id: string): string => path.join(folder, id);
  return {
    folder,
    pathOf,
    has: (id) => access(pathOf(id)).then(() => true, () => false),
    keep: async (stream, announcedBytes) => {
      if (announcedBytes !== null && announcedBytes > maxBytes) throw tooLarge(maxBytes);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const partial = path.join(folder, `${randomUUID()}.part`);
      const file = await open(partial, "wx", 0o600);
      try {
        const { id, bytes } = await drain(stream, file, maxBytes);
        if (announcedBytes !== null && bytes !== announcedBytes) {
          throw new AppError("invalid_input", `${bytes} bytes arrived where ${announcedBytes} were announced. Upload the file again.`);
        }
        await file.sync();
        await file.close();
        await rename(partial, pathOf(id));
        return { id, bytes };
      } catch (error) {
        await file.close();
        await rm(partial, { force: true });
        throw error;
      }
    },
  };
}

async function drain(stream: AsyncIterable<Uint8Array>, file: FileHandle, maxBytes: number): Promise<{ id: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  return { id: hash.digest("hex"), bytes };
}

const tooLarge = (maxBytes: number): AppError => new AppError("too_large", `The file is larger than ${maxBytes} bytes. Import it with \`bin/assay import\` instead.`);
