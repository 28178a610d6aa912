import { partOfBlock } from "@/lib/core/bitcoin/esplora-json";
import { readCoreTx } from "@/lib/core/bitcoin/core-tx";
import { FieldError, Fields } from "@/lib/core/bitcoin/fields";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import type { TxBatch, TxPlace } from "@/lib/core/bitcoin/tx-batch";

const MAX_UINT32 = 0xffff_ffff;

/** Adds a transaction as Core's `getrawtransaction` prints it to a batch; `blockhash` and `blocktime` name its block. */
export function addCoreTx(batch: TxBatch, value: unknown, place: TxPlace, network: NetworkGuess): void {
  batch.add(place, network, (trial) => {
    const fields = Fields.of(value);
    const { tx, addresses } = readCoreTx(fields);
    const contradiction = trial.see(addresses);
    if (contradiction !== null) throw new FieldError("", contradiction);
    const named = !fields.lacks("blockhash") && !fields.lacks("blocktime");
    return { tx, block: named ? partOfBlock(fields.hash("blockhash"), -1, fields.int("blocktime", 0, MAX_UINT32)) : null, note: null };
  });
}
