/** The files of a simulated economy. */
export const ECONOMY_FILES = ["txs.ndjson", "claims.yaml", "truth.json"] as const;
export type EconomyFile = (typeof ECONOMY_FILES)[number];

/** Writes the files of one economy; nothing stands at its place before all of it is written. */
export interface EconomyWriter {
  append(file: EconomyFile, text: string): Promise<void>;
  /** Puts the files in their places, over older ones. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Opens a writer on a folder, which is made when it is not there. @throws AppError invalid_input when that fails */
export type OpenEconomyWriter = (directory: string) => Promise<EconomyWriter>;
