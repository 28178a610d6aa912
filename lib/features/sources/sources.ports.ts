import type { NetworkName } from "@/lib/core/network";

/** A source on the network that the owner configured by name. URL and credentials stay with the worker. */
export interface OutboundSource {
  readonly name: string;
  readonly kind: "core" | "esplora";
  readonly network: NetworkName;
  readonly enabled: boolean;
}

/** @throws AppError invalid_input when the owner's file cannot be used. */
export interface OutboundSourceList {
  all(): Promise<readonly OutboundSource[]>;
}

/** How a request ended; nulls where there was no answer. */
export interface OutboundOutcome {
  readonly status: number | null;
  readonly bytes: number | null;
  readonly millis: number;
  readonly error: string | null;
}

/**
 * Every request that leaves the machine. `begin` is written before anything is sent, so that not even a killed process
 * has asked something that is not in the log; a request whose `begin` fails is not sent.
 */
export interface OutboundLog {
  begin(request: { readonly source: string; readonly what: string }): Promise<bigint>;
  end(id: bigint, outcome: OutboundOutcome): Promise<void>;
}

export interface LoggedRequest {
  readonly at: Date;
  readonly source: string;
  readonly what: string;
  readonly status: number | null;
  readonly bytes: number | null;
  readonly millis: number | null;
  readonly error: string | null;
}

export interface OutboundLogReader {
  /** Newest first. */
  recent(limit: number): Promise<readonly LoggedRequest[]>;
}
