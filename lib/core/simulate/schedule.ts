/** What will happen when: a binary heap by time, then by the order in which it was planned, so that runs repeat exactly. */
interface Planned {
  readonly time: number;
  readonly order: number;
  readonly act: () => void;
}

export class Schedule {
  private readonly heap: Planned[] = [];
  private planned = 0;

  /** @param time Unix seconds. */
  at(time: number, act: () => void): void {
    const { heap } = this;
    heap.push({ time, order: this.planned, act });
    this.planned += 1;
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at], heap[parent])) return;
      swap(heap, at, parent);
      at = parent;
    }
  }

  /** Time of the next event, or null when nothing is planned. */
  get nextTime(): number | null {
    return this.heap[0]?.time ?? null;
  }

  /** Takes the next event off and returns what it does. */
  take(): () => void {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) throw new Error("nothing is planned");
    if (heap.length > 0) {
      heap[0] = last;
      sink(heap);
    }
    return first.act;
  }
}

function sink(heap: Planned[]): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const child = before(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!before(heap[child], heap[at])) return;
    swap(heap, at, child);
    at = child;
  }
}

const before = (a: Planned | undefined, b: Planned | undefined): boolean =>
  a !== undefined && b !== undefined && (a.time < b.time || (a.time === b.time && a.order < b.order));

function swap(heap: Planned[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b] as Planned, heap[a] as Planned];
}
