import type { Rejection } from "@/lib/core/bitcoin/columns";
import type { Json, JsonObject } from "@/lib/core/jobs/job";
import { RangeSet } from "@/lib/core/ledger/id-sets";

/** Lists of an import are cut here, and their counts say so; the checkpoint that carries them is written with every batch. */
export const MOST_LISTED = 10_000;
/** Beyond this, ranges are joined, and the count of unresolved inputs may take in other imports' transactions. */
const MOST_RANGES = 2_000;

export interface TallyFlag {
  readonly txid: string | null;
  readonly block: string | null;
  readonly reason: string;
}

export interface TallyReorganised {
  readonly height: number;
  readonly from: string;
  readonly to: string;
}

/** Where an import goes on: in the file with this index, after this offset. */
export interface ImportPosition {
  readonly file: number;
  readonly next: number;
  /** Good records of the current file so far. */
  readonly good: number;
}

/** What an import has done so far: everything its result says and everything it needs to go on. Plain data, so that it can be stored. */
export interface ImportTally {
  readonly position: ImportPosition;
  readonly files: number;
  readonly blocks: number;
  readonly transactions: number;
  readonly newTransactions: number;
  readonly inputs: number;
  readonly outputs: number;
  /** As far as this attempt counted them; after a resume the store is asked. */
  readonly addresses: number;
  readonly resumed: boolean;
  readonly rejected: readonly Rejection[];
  readonly rejectedCount: number;
  readonly flagged: readonly TallyFlag[];
  readonly flaggedCount: number;
  readonly reorganised: readonly TallyReorganised[];
  readonly filesWithoutRecords: readonly string[];
  readonly read: readonly (readonly [number, number])[];
  readonly seconds: number;
}

export const EMPTY_TALLY: ImportTally = {
  position: { file: 0, next: 0, good: 0 },
  files: 0, blocks: 0, transactions: 0, newTransactions: 0, inputs: 0, outputs: 0, addresses: 0, resumed: false,
  rejected: [], rejectedCount: 0, flagged: [], flaggedCount: 0, reorganised: [], filesWithoutRecords: [], read: [], seconds: 0,
};

/** What a batch adds. */
export interface TallyStep {
  readonly position: ImportPosition;
  readonly files: number;
  readonly blocks: number;
  readonly transactions: number;
  readonly newTransactions: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly newlySeenAddresses: number;
  readonly rejected: readonly Rejection[];
  readonly flagged: readonly TallyFlag[];
  readonly reorganised: readonly TallyReorganised[];
  readonly filesWithoutRecords: readonly string[];
  readonly read: readonly (readonly [number, number])[];
  /** Since the import or its latest resume began, plus what had gone before. */
  readonly seconds: number;
}

export function addStep(tally: ImportTally, step: TallyStep): ImportTally {
  const flags = new Map([...tally.flagged, ...step.flagged].map((flag) => [`${flag.txid ?? ""} ${flag.block ?? ""} ${flag.reason}`, flag]));
  const known = tally.flagged.length;
  const rejected = unheard(tally.rejected, step.rejected);
  return {
    position: step.position,
    files: tally.files + step.files,
    blocks: tally.blocks + step.blocks,
    transactions: tally.transactions + step.transactions,
    newTransactions: tally.newTransactions + step.newTransactions,
    inputs: tally.inputs + step.inputs,
    outputs: tally.outputs + step.outputs,
    addresses: tally.addresses + step.newlySeenAddresses,
    resumed: tally.resumed,
    rejected: [...tally.rejected, ...rejected].slice(0, MOST_LISTED),
    rejectedCount: tally.rejectedCount + rejected.length,
    flagged: [...flags.values()].slice(0, MOST_LISTED),
    flaggedCount: tally.flaggedCount + flags.size - known,
    reorganised: [...tally.reorganised, ...step.reorganised].slice(0, MOST_LISTED),
    filesWithoutRecords: [...tally.filesWithoutRecords, ...step.filesWithoutRecords].slice(0, MOST_LISTED),
    read: joined(tally.read, step.read),
    seconds: step.seconds,
  };
}

/** After a resume the records behind the last stored one are read again, and their rejections come again. */
function unheard(before: readonly Rejection[], added: readonly Rejection[]): readonly Rejection[] {
  if (before.length === 0 || added.length === 0) return added;
  const keyOf = ({ file, position, reason }: Rejection): string => `${file}\n${position}\n${reason}`;
  const heard = new Set(before.map(keyOf));
  return added.filter((rejection) => !heard.has(keyOf(rejection)));
}

function joined(before: ImportTally["read"], added: ImportTally["read"]): ImportTally["read"] {
  const set = new RangeSet(MOST_RANGES, before);
  for (const [from, to] of added) set.add(from, to);
  return set.ranges();
}

const VERSION = 1;

/** What an import reads. One job may run several imports, one a network. */
export interface ImportScope {
  readonly network: string;
  /** Names, in the order of reading. */
  readonly files: readonly string[];
}

/** What to merge into the job's checkpoint: one entry a network. @param scope a checkpoint of other files is of no use */
export function toCheckpoint(tally: ImportTally, { network, files }: ImportScope): JsonObject {
  const { resumed: _, ...rest } = tally;
  return { [network]: { version: VERSION, fileCount: files.length, file: files[tally.position.file] ?? null, tally: rest as unknown as Json } };
}

/** @returns null when there is none, or it is of other files: importing from the start adds nothing twice, it only takes longer. */
export function fromCheckpoint(checkpoint: JsonObject | null, { network, files }: ImportScope): ImportTally | null {
  const own = checkpoint?.[network] as JsonObject | undefined;
  if (own?.["version"] !== VERSION || own["fileCount"] !== files.length) return null;
  const tally = own["tally"] as unknown as ImportTally;
  return own["file"] === (files[tally.position.file] ?? null) ? { ...tally, resumed: true } : null;
}
