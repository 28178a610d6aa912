import type { Hasher } from "@/lib/core/bitcoin/columns";
import type { SimulationOptions } from "@/lib/core/simulate/options";
import { Simulation, type SimulationCounts } from "@/lib/core/simulate/simulate";
import type { EconomyFile, EconomyWriter, OpenEconomyWriter } from "@/lib/features/simulate/simulate.ports";

export interface SimulateRequest {
  readonly options: Partial<SimulationOptions>;
  readonly directory: string;
  readonly signal?: AbortSignal;
  /** Told now and then how many blocks there are, of about how many. */
  readonly onProgress?: (done: number, expected: number, transactions: number) => void;
}

export interface SimulateService {
  /** Writes txs.ndjson, claims.yaml and truth.json. @throws AppError invalid_input on options or a folder that cannot be used */
  simulate(request: SimulateRequest): Promise<SimulationCounts>;
}

/** Characters gathered before they are written. */
const CHUNK = 1 << 20;

export function makeSimulateService(deps: { readonly hasher: Hasher; readonly openWriter: OpenEconomyWriter }): SimulateService {
  return {
    async simulate(request) {
      const simulation = new Simulation(request.options, deps.hasher);
      const writer = await deps.openWriter(request.directory);
      try {
        const append = (file: EconomyFile, pieces: Iterable<string>): Promise<void> => appendAll(writer, file, stoppable(pieces, request.signal));
        await append("txs.ndjson", transactionsOf(simulation, request));
        await append("claims.yaml", [simulation.claims()]);
        await append("truth.json", simulation.truthText());
        await writer.finish();
      } catch (error) {
        await writer.abandon();
        throw error;
      }
      return simulation.counts;
    },
  };
}

function* transactionsOf(simulation: Simulation, { onProgress }: SimulateRequest): Generator<string, void> {
  for (const block of simulation.blocks()) {
    yield simulation.lines(block);
    const { blocks, transactions } = simulation.progress;
    onProgress?.(blocks, Math.max(blocks, simulation.expectedBlocks), transactions);
  }
}

function* stoppable(pieces: Iterable<string>, signal: AbortSignal | undefined): Generator<string, void> {
  for (const piece of pieces) {
    signal?.throwIfAborted();
    yield piece;
  }
}

/** Writes pieces in chunks, each after the one before is written: memory does not grow with the economy. */
async function appendAll(writer: EconomyWriter, file: EconomyFile, pieces: Iterable<string>): Promise<void> {
  let chunk = "";
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    await writer.append(file, chunk);
    chunk = "";
  }
  await writer.append(file, chunk);
}
