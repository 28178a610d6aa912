import type { InputColumns } from "@/lib/core/clustering/multi-input";
import { Random } from "@/lib/core/simulate/random";

export interface GeneratedInputs {
  readonly columns: InputColumns;
  readonly transactions: number;
  readonly inputs: number;
  readonly addresses: number;
}

/** How many of a thousand transactions have at most this many inputs; the rest sweep 60. */
const INPUT_COUNTS = [[550, 1], [780, 2], [870, 3], [930, 5], [980, 10]] as const;
const SWEEP = 60;
/** One of a hundred addresses belongs to a service. */
const SERVICES = 100;

/**
 * Inputs as a chain has them: `addresses` scattered over owners of 1 to 64 addresses and a few services that hold a hundredth
 * of all each, transactions that spend from one owner's, one address in five unresolved in none. The same ones for the same sizes.
 */
export function generatedInputs(inputs: number, addresses: number): GeneratedInputs {
  const random = new Random(Uint8Array.from({ length: 16 }, (_, i) => i + 1));
  const scattered = shuffled(addresses, random);
  const { first, last } = owners(addresses, random);
  const inputAddress = new Int32Array(inputs);
  const starts = [0];
  for (let filled = 0; filled < inputs; ) {
    const at = random.below(addresses);
    const from = first[at] ?? 0;
    const held = (last[at] ?? 0) - from;
    const end = Math.min(inputs, filled + inputCount(random));
    for (; filled < end; filled += 1) inputAddress[filled] = scattered[from + random.below(held)] ?? 1;
    starts.push(filled);
  }
  const transactions = starts.length - 1;
  const numbers = new Int32Array(transactions).map((_, t) => t);
  return {
    columns: { txId: numbers.map((t) => t + 1), linkOrder: numbers, inputStart: Int32Array.from(starts), inputAddress, mixes: new Uint8Array(transactions) },
    transactions, inputs, addresses,
  };
}

function inputCount(random: Random): number {
  const dice = random.below(1_000);
  return INPUT_COUNTS.find(([share]) => dice < share)?.[1] ?? SWEEP;
}

/** The ids 1 .. count in random order. */
function shuffled(count: number, random: Random): Int32Array {
  const ids = new Int32Array(count).map((_, i) => i + 1);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    const id = ids[i] ?? 0;
    ids[i] = ids[j] ?? 0;
    ids[j] = id;
  }
  return ids;
}

/** Where the run of addresses of one owner begins and ends, for every place. */
function owners(count: number, random: Random): { readonly first: Int32Array; readonly last: Int32Array } {
  const first = new Int32Array(count);
  const last = new Int32Array(count);
  for (let from = 0; from < count; ) {
    const service = random.below(count) < 20;
    const size = service ? Math.ceil(count / SERVICES) : 1 << random.below(7);
    const to = Math.min(count, from + size);
    first.fill(from, from, to);
    last.fill(to, from, to);
    from = to;
  }
  return { first, last };
}
