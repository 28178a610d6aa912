import type { ChainRecord, Decoded } from "@/lib/core/bitcoin/columns";
import type { HistoryBookmark } from "@/lib/core/sync/history-count";
import type { HistoryItem } from "@/lib/features/sync/history.service";

/** What one import takes at most before it is closed; then the place is remembered. */
const FULL_RECORDS = 1_000;
const FULL_BYTES = 16_000_000;

/**
 * A part of a stream that is fetched only once, as a file that can be opened again: the importer may, when the database went away. A chunk
 * ends at the end of a page.
 */
export class Chunk {
  readonly items: AsyncIterator<HistoryItem>;
  /** The stream is over. */
  ended = false;
  /** Where the stream is to be taken up again after this chunk. */
  bookmark: HistoryBookmark | null = null;
  readonly #onRecord: (record: ChainRecord) => void;
  readonly #given: Decoded[] = [];
  #records = 0;
  #bytes = 0;
  #full = false;

  constructor(items: AsyncIterator<HistoryItem>, onRecord: (record: ChainRecord) => void) {
    this.items = items;
    this.#onRecord = onRecord;
  }

  /** Offsets are consecutive numbers within the chunk. */
  async *open(from: number): AsyncGenerator<Decoded> {
    for (const item of this.#given) if (item.kind === "record" && item.record.at.next > from) yield item;
    while (!this.ended && !this.#full) {
      const step = await this.items.next();
      if (step.done === true) this.ended = true;
      else if (step.value.kind === "bookmark") this.#endPage(step.value.bookmark);
      else yield this.#keep(step.value);
    }
  }

  #endPage(bookmark: HistoryBookmark): void {
    this.bookmark = bookmark;
    this.#full = this.#records >= FULL_RECORDS || this.#bytes >= FULL_BYTES;
  }

  #keep(item: Decoded): Decoded {
    if (item.kind === "rejected") return item;
    this.#records += 1;
    this.#bytes += item.record.txs.bytes.length + 100 * (item.record.txs.inputCount + item.record.txs.outputCount);
    this.#onRecord(item.record);
    const kept: Decoded = { kind: "record", record: { ...item.record, at: { ...item.record.at, next: this.#records } } };
    this.#given.push(kept);
    return kept;
  }
}
