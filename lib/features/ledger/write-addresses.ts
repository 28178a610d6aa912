import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { float } from "@/lib/core/ledger/at";
import type { WriteContext } from "@/lib/features/ledger/context";
import type { ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { sortedByKey } from "@/lib/features/ledger/row-columns";

/** The batch's new scripts, with their addresses as text. */
export async function writeAddresses({ sql, batch, network, hasher }: WriteContext, { freshScripts, scriptIds }: ResolvedKeys): Promise<void> {
  const { table, list } = batch.scripts;
  const words = table.words();
  const count = freshScripts.length;
  const scripts = freshScripts.map((s) => list[s] ?? new Uint8Array(0));
  const types = scripts.map((script) => classifyScript(script));
  const texts = scripts.map((script) => addressOfScript(script, network, hasher));
  const ids = Float64Array.from(freshScripts, (s) => float(scriptIds, s));
  await sql.copyIn("address(id, network, script_hash, script, text, type)", {
    count,
    order: sortedByKey(words, freshScripts),
    columns: [
      { type: "int8", values: ids },
      { type: "int2", values: new Int16Array(count).fill(network.id) },
      { type: "bytea", bytes: new Uint8Array(words.buffer), start: Uint32Array.from(freshScripts, (s) => 32 * s), length: new Uint32Array(count).fill(32) },
      { type: "bytea", list: scripts },
      { type: "text", values: texts },
      { type: "int2", values: Int16Array.from(types, scriptTypeId) },
    ],
  });
  const keyed = freshScripts.flatMap((_, i) => (types[i] === "p2pk" && texts[i] !== null ? [i] : []));
  if (keyed.length === 0) return;
  await sql.copyIn("address_alias(text, network, address_id)", {
    count: keyed.length,
    columns: [
      { type: "text", values: keyed.map((i) => texts[i] ?? "") },
      { type: "int2", values: new Int16Array(keyed.length).fill(network.id) },
      { type: "int8", values: Float64Array.from(keyed, (i) => float(ids, i)) },
    ],
  });
}
