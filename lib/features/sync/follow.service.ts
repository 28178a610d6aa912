import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import { walkChain, type Walk } from "@/lib/features/sync/chain-walk.service";

export interface Following {
  readonly pollMs: number;
  /** Ends early, without an error, when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A source that went away while it was followed is waited for; this tells of it. */
  readonly onTrouble: (message: string) => void;
}

/** Gives what the node's chain gains, for as long as the walk's signal lets it: that signal is the orderly end. */
export async function* followChain(walk: Walk, { pollMs, sleep, onTrouble }: Following): AsyncGenerator<Decoded> {
  let caughtUp = false;
  while (!walk.signal.aborted) {
    try {
      if (!caughtUp || (await hasMoved(walk))) yield* walkChain(walk);
      caughtUp = true;
    } catch (error) {
      if (isOver(walk)) return;
      if (!caughtUp || !(error instanceof AppError) || error.code !== "source_unavailable") throw error;
      onTrouble(error.message);
    }
    await sleep(pollMs, walk.signal);
  }
}

/** A signal fires at any time, which the compiler does not know. */
const isOver = ({ signal }: Walk): boolean => signal.aborted;

async function hasMoved({ node, tip, signal }: Walk): Promise<boolean> {
  const now = (await node.state(signal)).tip;
  return tip === null || !sameBytes(now.hash, tip.hash);
}
