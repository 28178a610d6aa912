import { randomUUID } from "node:crypto";
import { access, type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import { ECONOMY_FILES, type EconomyFile, type EconomyWriter } from "@/lib/features/simulate/simulate.ports";

interface Part {
  readonly handle: FileHandle;
  readonly partial: string;
  readonly place: string;
}

/** Writes to partial files beside the places, and renames them at the end. @throws AppError invalid_input when the folder cannot be used */
export async function openEconomyWriter(directory: string): Promise<EconomyWriter> {
  const run = randomUUID();
  const parts = new Map<EconomyFile, Part>();
  try {
    await makeFolder(path.resolve(directory));
    for (const file of ECONOMY_FILES) {
      const partial = path.join(directory, `${file}.${run}.part`);
      parts.set(file, { handle: await open(partial, "wx"), partial, place: path.join(directory, file) });
    }
  } catch (error) {
    await discard(parts);
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("invalid_input", `The economy cannot be written to ${directory}: ${reason}. Name a folder that can be written to.`, { cause: error });
  }
  return {
    append: async (file, text) => {
      await parts.get(file)?.handle.writeFile(text);
    },
    finish: async () => {
      for (const { handle } of parts.values()) await handle.close();
      for (const { partial, place } of parts.values()) await rename(partial, place);
    },
    abandon: () => discard(parts),
  };
}

async function discard(parts: ReadonlyMap<EconomyFile, Part>): Promise<void> {
  for (const { handle, partial } of parts.values()) {
    await handle.close();
    await rm(partial, { force: true });
  }
}

/** Not `mkdir`'s own recursion, which never ends where a folder cannot be made in one that exists (Node 20, /proc). */
async function makeFolder(folder: string): Promise<void> {
  const exists = (place: string): Promise<boolean> => access(place).then(() => true, () => false);
  if (await exists(folder)) return;
  const parent = path.dirname(folder);
  if (!(await exists(parent))) await makeFolder(parent);
  await mkdir(folder);
}
