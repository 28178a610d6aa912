import { z } from "zod";
import { ShownClaimDto } from "@/lib/features/claims/claims.contract";
import { NetworkDto, PageQuery, SatsDto, ScriptRefDto, TimeDto, TxidDto, pageOf } from "@/lib/features/wire/wire.contract";

/**
 * A node of a fund-flow graph is named by a key that survives re-clustering:
 * `wallet:NETWORK:REF`, `coinjoin:NETWORK:TXID`, `mined:NETWORK`, `unknown:NETWORK`.
 */
export const NodeKey = z.string().max(140).regex(/^(?:wallet:[a-z0-9-]+:(?:[0-9A-Za-z]+|script:[0-9a-f]{64})|coinjoin:[a-z0-9-]+:[0-9a-f]{64}|(?:mined|unknown):[a-z0-9-]+)$/);

export const GraphNodeDto = z.strictObject({
  /** The key asked for. */
  key: NodeKey,
  /** The key of the wallet as it is now: differs from `key` when wallets grew together; two nodes with one `wallet` are one. */
  wallet: NodeKey,
  kind: z.enum(["wallet", "coinjoin", "newly-mined", "unknown"]),
  network: NetworkDto,
  ref: ScriptRefDto.nullable(),
  txid: TxidDto.nullable(),
  known: z.boolean(),
  addressCount: z.int().nullable(),
  txCount: z.int().nullable(),
  received: SatsDto.nullable(),
  sent: SatsDto.nullable(),
  balance: SatsDto.nullable(),
  firstSeen: TimeDto.nullable(),
  lastSeen: TimeDto.nullable(),
  complete: z.boolean().nullable(),
  synthetic: z.boolean(),
  claims: z.array(ShownClaimDto),
  /** Present when there are more claims than those shown: how many more. */
  moreClaims: z.int().optional(),
});
export type GraphNodeDto = z.output<typeof GraphNodeDto>;

export const GraphEdgeDto = z.strictObject({ id: z.string(), from: NodeKey, to: NodeKey, txCount: z.int(), value: SatsDto, firstSeen: TimeDto.nullable(), lastSeen: TimeDto.nullable() });
export type GraphEdgeDto = z.output<typeof GraphEdgeDto>;

/** What a node's flows hold beyond the nodes in view: never cut silently. */
export const RemainderDto = z.strictObject({ key: NodeKey, direction: z.enum(["in", "out"]), parties: z.int(), value: SatsDto });
export type RemainderDto = z.output<typeof RemainderDto>;

/** The nodes to show go in; what is known of them, all flows among them, and what remains outside come out. */
export const GraphViewBody = z.strictObject({ keys: z.array(NodeKey).max(1000) });
export const GraphViewDto = z.strictObject({ nodes: z.array(GraphNodeDto), edges: z.array(GraphEdgeDto), remainders: z.array(RemainderDto) });
export type GraphViewDto = z.output<typeof GraphViewDto>;

/** Neighbours by value, largest first, those already in view left out. POST, since `exclude` may be long. */
export const ExpandBody = z.strictObject({ key: NodeKey, direction: z.enum(["in", "out"]), limit: z.int().min(1).max(200).default(10), exclude: z.array(NodeKey).max(1000).default([]) });
export const ExpandDto = z.strictObject({ keys: z.array(NodeKey), left: z.strictObject({ parties: z.int(), value: SatsDto }) });
export type ExpandDto = z.output<typeof ExpandDto>;

export const EdgeQuery = PageQuery.extend({ from: NodeKey, to: NodeKey });
export const EdgeTransactionDto = z.strictObject({ txid: TxidDto, height: z.int().nullable(), time: TimeDto.nullable(), value: SatsDto });
export const EdgeTransactionPage = pageOf(EdgeTransactionDto);

/** Counterparties of a wallet as a table. */
export const CounterpartyQuery = PageQuery.extend({ direction: z.enum(["in", "out"]) });
export const CounterpartyPage = pageOf(z.strictObject({ node: GraphNodeDto, txCount: z.int(), value: SatsDto, firstSeen: TimeDto.nullable(), lastSeen: TimeDto.nullable() }));
