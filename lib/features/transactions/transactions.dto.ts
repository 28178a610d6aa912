import { toChangeDto, toChangeOpinionDto } from "@/lib/features/change/change.dto";
import { toClaimFields } from "@/lib/features/claims/claims-read.dto";
import type { BlockDto, TransactionDto } from "@/lib/features/transactions/transactions.contract";
import type { BlockView, InputView, OutputView, TransactionView } from "@/lib/features/transactions/transactions.ports";
import { satsOrNull, timeOrNull } from "@/lib/features/wallets/wallets.dto";
import { satsToDto, timeToDto } from "@/lib/features/wire/wire.contract";

export function toTransactionDto({ network, txid, found }: TransactionView): TransactionDto {
  if (found === null) return { network, txid, ...NEVER_SEEN };
  const { inputs, outputs, inputCount, outputCount } = found;
  const truncated = inputs.length < inputCount || outputs.length < outputCount;
  return {
    network,
    known: true,
    txid,
    height: found.height,
    blockHash: found.blockHash,
    position: found.position,
    time: timeOrNull(found.time),
    status: found.status,
    fee: satsOrNull(found.fee),
    size: found.size,
    weight: found.weight,
    version: numberOrNull(found.version),
    locktime: numberOrNull(found.locktime),
    signalsRbf: found.signalsRbf,
    coinbase: found.coinbase,
    coinbaseText: found.coinbaseText,
    synthetic: found.synthetic,
    source: found.source,
    inputs: inputs.map(toInput),
    outputs: outputs.map(toOutput),
    coinjoin: found.coinjoin,
    change: found.change === null ? null : toChangeDto(found.change.opinion),
    changeOpinion: found.change === null ? null : toChangeOpinionDto(found.change),
    payout: found.payout === null ? null : { pool: found.payout.pool, grade: found.payout.grade, reasons: found.payout.reasons.map(({ text }) => text), members: [...found.payout.members] },
    flags: [...found.flags],
    truncated: truncated ? { inputs: inputCount, outputs: outputCount } : null,
  };
}

const NEVER_SEEN = {
  known: false, height: null, blockHash: null, position: null, time: null, status: null, fee: null, size: null, weight: null, version: null, locktime: null, signalsRbf: null,
  coinbase: null, coinbaseText: null, synthetic: false, source: null, inputs: [], outputs: [], coinjoin: null, change: null, changeOpinion: null, payout: null, flags: [], truncated: null,
};

/** Versions and lock times are 32-bit. */
const numberOrNull = (value: bigint | null): number | null => (value === null ? null : Number(value));

const toInput = ({ n, ref, address, type, claims, prevTxid, prevN, prevKnown, value }: InputView): TransactionDto["inputs"][number] => ({
  n, ref, address, type, ...toClaimFields(claims), prevTxid, prevN, prevKnown, value: satsOrNull(value),
});

const toOutput = ({ n, ref, address, type, claims, value, spentBy, data }: OutputView): TransactionDto["outputs"][number] => ({
  n, ref, address, type, ...toClaimFields(claims), value: satsToDto(value), spentBy, data,
});

export function toBlockDto({ network, height, hash, found }: BlockView): BlockDto {
  if (found === null) {
    return { network, known: false, height, heightSource: null, hash, prevHash: null, time: null, transactions: null, complete: false, main: false, synthetic: false, pool: null, txids: [], truncated: false };
  }
  return {
    network,
    known: true,
    height: found.height,
    heightSource: found.heightSource,
    hash: found.hash,
    prevHash: found.prevHash,
    time: timeToDto(found.time),
    transactions: found.transactions,
    complete: found.complete,
    main: found.main,
    synthetic: found.synthetic,
    pool: found.pool === null ? null : { name: found.pool.name, method: found.pool.method, disagreement: [...found.pool.disagreement] },
    txids: found.shown.map(({ value, ...row }) => ({ ...row, value: satsToDto(value) })),
    truncated: found.truncated,
  };
}
