import { networkByName } from "@/lib/core/network";
import type { Db } from "@/lib/platform/db/pool";
import { type LedgerRows, txFlags } from "@/lib/testing/ledger-rows";

const bytes = (n: number, kind: number): Buffer => {
  const hash = Buffer.alloc(32, kind);
  hash.writeUInt32BE(n, 0);
  return hash;
};

/** Makes the ledger hold exactly these rows, as an importer would leave them, and raises its version. */
export async function insertLedger(db: Db, { txs, addresses }: LedgerRows): Promise<void> {
  await db.query("TRUNCATE tx, address, output, input, pending_input, address_alias");
  await db.query(
    `INSERT INTO address(id, network, script_hash, script, text, type)
     SELECT id, network, hash, hash, text, type FROM unnest($1::int8[], $2::int2[], $3::bytea[], $4::text[], $5::int2[]) AS q(id, network, hash, text, type)`,
    [addresses.map((row) => row.id), addresses.map((row) => row.network), addresses.map((row) => bytes(row.id, 1)), addresses.map((row) => row.text), addresses.map((row) => row.type)],
  );
  await db.query(
    `INSERT INTO tx(id, network, txid, ord, time, fee, input_count, output_count, status, flags, source_id)
     SELECT id, ${networkByName("bitcoin").id}, txid, ord, time, fee, inputs, outputs, status, flags, 1
     FROM unnest($1::int8[], $2::bytea[], $3::int8[], $4::int8[], $5::int8[], $6::int4[], $7::int4[], $8::int2[], $9::int2[]) AS q(id, txid, ord, time, fee, inputs, outputs, status, flags)`,
    [
      txs.map((tx) => tx.id), txs.map((tx) => bytes(tx.id, 2)), txs.map((tx) => tx.ord), txs.map((tx) => tx.time), txs.map((tx) => tx.fee),
      txs.map((tx) => (tx.coinbase ? 1 : tx.inputs.length)), txs.map((tx) => tx.outputs.length), txs.map((tx) => tx.status), txs.map((tx) => txFlags(tx)),
    ],
  );
  const inputs = txs.flatMap((tx) => tx.inputs.map((input, n) => ({ ...input, txId: tx.id, n })));
  await db.query(
    `INSERT INTO input(tx_id, n, prev_tx_id, prev_n, address_id, value)
     SELECT * FROM unnest($1::int8[], $2::int4[], $3::int8[], $4::int4[], $5::int8[], $6::int8[])`,
    [inputs.map((row) => row.txId), inputs.map((row) => row.n), inputs.map((row) => row.prevTxId), inputs.map((row) => row.prevN), inputs.map((row) => row.address), inputs.map((row) => row.value)],
  );
  const outputs = txs.flatMap((tx) => tx.outputs.map((output, n) => ({ ...output, txId: tx.id, n })));
  await db.query("INSERT INTO output(tx_id, n, address_id, value) SELECT * FROM unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[])", [
    outputs.map((row) => row.txId), outputs.map((row) => row.n), outputs.map((row) => row.address), outputs.map((row) => row.value),
  ]);
  await db.query("UPDATE ledger_state SET version = version + 1");
}
