import type { ChainRecord, Decoded } from "@/lib/core/bitcoin/columns";
import type { HistoryBookmark } from "@/lib/core/sync/history-count";
import type { HistoryItem } from "@/lib/features/sync/history.service";

/** What one import takes at most before it is closed; then the place is remembered. */
const FULL_RECORDS = 1_000;
const FULL_BYTES = 16_000_000;

/** A part of a stream that is fetched only once, as a file that is read once. It ends at the end of a page. */
export class Chunk {
  readonly items: AsyncIterator<HistoryItem>;
  /** The stream is over. */
  ended = false;
  /** Where the stream is to be taken up again after this chunk. */
  bookmark: HistoryBookmark | null = null;
  readonly #onRecord: (record: ChainRecord) => void;
  #records = 0;
  #bytes = 0;

  constructor(items: AsyncIterator<HistoryItem>, onRecord: (record: ChainRecord) => void) {
    this.items = items;
    this.#onRecord = onRecord;
  }

  /** Offsets are consecutive numbers within the chunk. */
  async *open(): AsyncGenerator<Decoded> {
    for (;;) {
      const step = await this.items.next();
      if (step.done === true) break;
      if (step.value.kind !== "bookmark") yield this.#keep(step.value);
      else if (this.#endsWith(step.value.bookmark)) return;
    }
    this.ended = true;
  }

  #endsWith(bookmark: HistoryBookmark): boolean {
    this.bookmark = bookmark;
    return this.#records >= FULL_RECORDS || this.#bytes >= FULL_BYTES;
  }

  #keep(item: Decoded): Decoded {
    if (item.kind === "rejected") return item;
    const { record } = item;
    this.#records += 1;
    this.#bytes += record.txs.bytes.length + 100 * (record.txs.inputCount + record.txs.outputCount);
    this.#onRecord(record);
    return { kind: "record", record: { ...record, at: { ...record.at, next: this.#records } } };
  }
}
