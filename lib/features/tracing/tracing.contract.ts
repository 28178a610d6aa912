import { z } from "zod";
import { PATH_PREFERENCES } from "@/lib/core/tracing/path";
import { ORIGIN_KINDS } from "@/lib/core/tracing/provenance";
import { STOP_REASONS } from "@/lib/core/tracing/trace";
import { TRACE_METHODS } from "@/lib/core/tracing/methods";
import { NetworkDto, SatsDto, ScriptRefDto, TimeDto, TxidDto } from "@/lib/features/wire/wire.contract";

const OutpointDto = z.strictObject({ txid: TxidDto, n: z.int().min(0) });
const LimitSats = z.string().regex(/^\d{1,16}$/);

/** Where a trace starts: outputs by name, and all that addresses received. */
const SeedsDto = z.strictObject({ outpoints: z.array(OutpointDto).max(1000).default([]), refs: z.array(ScriptRefDto).max(1000).default([]) });

export const TraceBody = z.strictObject({
  network: NetworkDto,
  seeds: SeedsDto,
  method: z.enum(TRACE_METHODS),
  direction: z.enum(["forward", "backward"]).default("forward"),
  taintFees: z.boolean().default(false),
  toHeight: z.int().min(0).nullable().default(null),
  maxHops: z.int().min(0).nullable().default(null),
  minValue: LimitSats.default("0"),
  throughServices: z.boolean().default(false),
});

/** `n` is null for the fee of a transaction, and for what a block created. */
const NamedCoinDto = z.strictObject({ txid: TxidDto, n: z.int().nullable(), address: z.string().nullable(), value: SatsDto.nullable() });

export const TraceStopDto = z.strictObject({
  reason: z.enum(STOP_REASONS),
  ...NamedCoinDto.shape,
  tainted: SatsDto,
  /** Least number of transactions between a seed and here. */
  hops: z.int(),
  /** Of the transaction: when money came to rest here, or left to somebody. */
  time: TimeDto.nullable(),
  /** Who is claimed to hold it, where the reason is `service`. */
  service: z.strictObject({ entity: z.string(), category: z.string(), claimId: z.string(), status: z.string() }).nullable(),
});
export type TraceStopDto = z.output<typeof TraceStopDto>;

/** Stops and fees add up to `total`, and `total` is the value of the seeds, for every method but poison (`reconciles` is then null). */
export const TraceDto = z.strictObject({
  method: z.enum(TRACE_METHODS),
  version: z.int(),
  direction: z.enum(["forward", "backward"]),
  network: NetworkDto,
  parameters: z.strictObject({ taintFees: z.boolean(), toHeight: z.int().nullable(), maxHops: z.int().nullable(), minValue: SatsDto, throughServices: z.boolean() }),
  /** Height of the data it rests on. */
  dataHeight: z.int().nullable(),
  seed: z.strictObject({ value: SatsDto, outputs: z.array(NamedCoinDto), unknown: z.array(z.string()) }),
  total: SatsDto,
  /** By reason: how many and how much, largest first. */
  sums: z.array(z.strictObject({ reason: z.enum(STOP_REASONS), count: z.int(), tainted: SatsDto })),
  stops: z.array(TraceStopDto),
  fees: SatsDto,
  reconciles: z.boolean().nullable(),
  transactions: z.int(),
});
export type TraceDto = z.output<typeof TraceDto>;

export const PROVENANCE_METHODS = ["haircut", "fifo"] as const;
export const ProvenanceBody = z.strictObject({ network: NetworkDto, seeds: SeedsDto, method: z.enum(PROVENANCE_METHODS).default("haircut") });

/** What coins are made of; the origins add up to the total. */
export const ProvenanceDto = z.strictObject({
  known: z.boolean(),
  network: NetworkDto,
  method: z.enum(PROVENANCE_METHODS),
  version: z.int(),
  dataHeight: z.int().nullable(),
  total: SatsDto,
  origins: z.array(
    z.strictObject({
      kind: z.enum(ORIGIN_KINDS),
      entity: z.string().nullable(),
      category: z.string().nullable(),
      value: SatsDto,
      /** Of the total, from 0 to 1. */
      share: z.number().min(0).max(1),
      coins: z.int(),
      largest: z.array(z.strictObject({ ...NamedCoinDto.shape, part: SatsDto, hops: z.int() })),
    }),
  ),
  hopsToCoinbase: z.int().nullable(),
  reconciles: z.boolean(),
});
export type ProvenanceDto = z.output<typeof ProvenanceDto>;

export const PATH_HOPS = 6;
export const MOST_PATH_HOPS = 20;
/** ADDRESS, `script:…`, `wallet:` and one of its addresses, or `entity:` and its name. */
const PathEndDto = z.string().min(3).max(160);

export const PathBody = z.strictObject({
  network: NetworkDto,
  from: PathEndDto,
  to: PathEndDto,
  prefer: z.enum(PATH_PREFERENCES).default("shortest"),
  maxHops: z.int().min(1).max(MOST_PATH_HOPS).default(PATH_HOPS),
  minValue: LimitSats.default("0"),
  fromTime: TimeDto.nullable().default(null),
  toTime: TimeDto.nullable().default(null),
});

export const PathDto = z.strictObject({
  found: z.boolean(),
  network: NetworkDto,
  prefer: z.enum(PATH_PREFERENCES),
  dataHeight: z.int().nullable(),
  hops: z.array(z.strictObject({ txid: TxidDto, from: z.string().nullable(), to: z.string().nullable(), value: SatsDto, time: TimeDto.nullable() })),
  /** Payments looked at. */
  searched: z.int(),
  /** A bound ended the search: there may be a path, or a better one, beyond it. */
  bounded: z.boolean(),
  stoppedBy: z.enum(["found", "exhausted", "max-hops", "budget"]),
  servicesPassedOver: z.int(),
  unknown: z.array(z.string()),
});
export type PathDto = z.output<typeof PathDto>;
