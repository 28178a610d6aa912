import type pg from "pg";
import { type CopyStreamQuery, from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { ColumnKind, RowColumns, RowsOut } from "@/lib/core/row-columns";
import { BinaryRowDecoder } from "@/lib/platform/db/copy-binary-decode";
import { encodeRows, HEADER, TRAILER } from "@/lib/platform/db/copy-binary-encode";

type Client = pg.ClientBase;

/**
 * COPY … FROM STDIN in the binary format. The server takes bytes at its own pace: one chunk is encoded at a time.
 * @param target table and columns, written in the source code, never from data: `"output(tx_id, n, value)"`
 * @returns how many rows the server stored
 */
export async function copyIn(client: Client, target: string, rows: RowColumns | Iterable<RowColumns> | AsyncIterable<RowColumns>): Promise<number> {
  const stream = client.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT binary)`, { highWaterMark: 1 }));
  const refusal = refusalOf(stream);
  const write = (chunk: Uint8Array): Promise<void> => Promise.race([refusal.promise, written(stream, chunk)]);
  try {
    await write(HEADER);
    for await (const part of "count" in rows ? [rows] : rows) {
      for (const chunk of encodeRows(part)) await write(chunk);
    }
    await write(TRAILER);
    await Promise.race([refusal.promise, ended(stream)]);
    return stream.rowCount;
  } catch (error) {
    // After a refusal the server has left the COPY by itself.
    if (!refusal.came()) await abandoned(stream);
    throw error;
  }
}

/** One listener for the whole COPY: the server may refuse at any moment, also while nobody waits for a write. */
function refusalOf(stream: CopyStreamQuery): { readonly promise: Promise<never>; readonly came: () => boolean } {
  let came = false;
  const promise = new Promise<never>((_, reject) => {
    stream.on("error", (error) => {
      came = true;
      reject(error);
    });
  });
  promise.catch(() => undefined);
  return { promise, came: () => came };
}

function written(stream: CopyStreamQuery, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    // Errors come through the stream's `error` event.
    stream.write(chunk, () => {
      resolve();
    });
  });
}

function ended(stream: CopyStreamQuery): Promise<void> {
  return new Promise((resolve) => {
    stream.end(resolve);
  });
}

/** Tells the server to give the COPY up, and waits until it has, so that the client can be used for ROLLBACK. */
function abandoned(stream: CopyStreamQuery): Promise<void> {
  return new Promise((resolve) => {
    stream.once("close", resolve);
    stream.destroy(new Error("the rows could not be produced"));
  });
}

/**
 * COPY (query) TO STDOUT in the binary format, in chunks of some thousand rows. Waits for `onChunk` before reading on.
 * When `onChunk` throws, the rest is read and dropped, so that the client stays usable, and the error is thrown on.
 * @param kinds one a column of the query: "int8" gives a BigInt64Array, "id" the same as a Float64Array
 * @returns the number of rows
 */
export async function copyOut<const Kinds extends readonly ColumnKind[]>(
  client: Client,
  sql: string,
  kinds: Kinds,
  onChunk: (rows: RowsOut<Kinds>) => void | Promise<void>,
): Promise<number> {
  const stream = client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT binary)`));
  const decoder = new BinaryRowDecoder(kinds);
  let failure: { readonly error: unknown } | null = null;
  for await (const chunk of stream) {
    if (failure !== null) continue;
    try {
      for (const rows of decoder.push(chunk as Uint8Array)) await onChunk(rows);
    } catch (error) {
      failure = { error };
    }
  }
  if (failure !== null) throw failure.error;
  const rest = decoder.finish();
  if (rest !== null) await onChunk(rest);
  return decoder.total;
}
