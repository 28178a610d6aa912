import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import type { RowColumns } from "@/lib/core/row-columns";
import { float } from "@/lib/core/ledger/at";
import type { WriteContext } from "@/lib/features/ledger/context";
import type { ResolvedKeys } from "@/lib/features/ledger/resolve-keys";

/** So many at a time: while the server stores them, the addresses of the next ones are worked out. */
const PART = 4_096;

/** The batch's new scripts, with their addresses as text. */
export async function writeAddresses(ctx: WriteContext, keys: ResolvedKeys): Promise<void> {
  const aliases: { readonly text: string; readonly id: number }[] = [];
  await ctx.sql.copyIn("address(id, network, script_hash, script, text, type)", addressRows(ctx, keys, aliases));
  if (aliases.length === 0) return;
  await ctx.sql.copyIn("address_alias(text, network, address_id)", {
    count: aliases.length,
    columns: [
      { type: "text", values: aliases.map(({ text }) => text) },
      { type: "int2", values: new Int16Array(aliases.length).fill(ctx.network.id) },
      { type: "int8", values: Float64Array.from(aliases, ({ id }) => id) },
    ],
  });
}

function* addressRows({ batch, network, hasher }: WriteContext, { freshScripts, scriptIds }: ResolvedKeys, aliases: { text: string; id: number }[]): Generator<RowColumns> {
  const { table, list } = batch.scripts;
  const keys = new Uint8Array(table.words().buffer);
  for (let from = 0; from < freshScripts.length; from += PART) {
    const part = freshScripts.subarray(from, from + PART);
    const count = part.length;
    const ids = new Float64Array(count);
    const starts = new Uint32Array(count);
    const scripts: Uint8Array[] = [];
    const texts: (string | null)[] = [];
    const types = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) {
      const s = part[i] ?? 0;
      const script = list[s] ?? new Uint8Array(0);
      const type = classifyScript(script);
      const text = addressOfScript(script, network, hasher);
      ids[i] = float(scriptIds, s);
      starts[i] = 32 * s;
      scripts.push(script);
      texts.push(text);
      types[i] = scriptTypeId(type);
      if (type === "p2pk" && text !== null) aliases.push({ text, id: float(ids, i) });
    }
    yield {
      count,
      columns: [
        { type: "int8", values: ids },
        { type: "int2", values: new Int16Array(count).fill(network.id) },
        { type: "bytea", bytes: keys, start: starts, length: new Uint32Array(count).fill(32) },
        { type: "bytea", list: scripts },
        { type: "text", values: texts },
        { type: "int2", values: types },
      ],
    };
  }
}
