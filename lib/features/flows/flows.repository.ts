import { TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { coinjoinParty, FEES, UNSPENDABLE } from "@/lib/core/graph/party";
import { hashToText, textToHash } from "@/lib/core/hex";
import { networkById, networkByName } from "@/lib/core/network";
import type { FlowRow, FlowStore, FlowTotal, LargestRequest, MixRow, PartySide } from "@/lib/features/flows/flows.ports";
import type { Db } from "@/lib/platform/db/pool";

/** Where money ends up that reaches nobody: no counterparties, so never shown and never counted as such. */
const NO_PARTIES = [FEES, UNSPENDABLE];

export function makeFlowStore(db: Db): FlowStore {
  return {
    among: async (generation, parties) => {
      const { rows } = await db.query<FlowRecord>(`SELECT ${COLUMNS} FROM flow f WHERE f.generation = $1 AND f.src = ANY($2::int8[]) AND f.dst = ANY($2::int8[]) ORDER BY f.src, f.dst`, [generation, parties]);
      return rows.map(toFlow);
    },

    between: async (generation, side, others) => {
      const { self, other } = ENDS[side.direction];
      const { rows } = await db.query<FlowRecord>(
        `SELECT ${COLUMNS} FROM flow f WHERE f.generation = $1 AND f.${self} = $2 AND f.${other} = ANY($3::int8[]) ${onNetwork(side)}`,
        [generation, side.party, others],
      );
      return rows.map(toFlow);
    },

    largest: (side, request) => largest(db, side, request),

    // Counted by an index that does not hold the other end; what is no party is few rows a party, and taken off again.
    totals: async (generation, direction, parties) => {
      if (parties.length === 0) return new Map();
      const { self, other } = ENDS[direction];
      const own = `f.generation = $1 AND f.${self} = ANY($2::int8[])`;
      const { rows } = await db.query<TotalRecord & { party: bigint }>(
        `SELECT party, sum(n)::int8 AS parties, sum(v)::int8 AS value FROM (
           SELECT f.${self} AS party, count(*) AS n, sum(f.value) AS v FROM flow f WHERE ${own} GROUP BY f.${self}
           UNION ALL SELECT f.${self}, -count(*), -sum(f.value) FROM flow f WHERE ${own} AND f.${other} = ANY($3::int8[]) GROUP BY f.${self}
         ) part GROUP BY party`,
        [generation, parties, NO_PARTIES],
      );
      return new Map(rows.map((row) => [row.party, toTotal(row)]));
    },

    totalOnNetwork: async (generation, side) => {
      const { self, other } = ENDS[side.direction];
      const { rows } = await db.query<TotalRecord>(
        `SELECT ${TOTAL} FROM flow f WHERE f.generation = $1 AND f.${self} = $2 AND f.${other} <> ALL($3::int8[]) ${onNetwork(side)}`,
        [generation, side.party, NO_PARTIES],
      );
      return rows[0] === undefined ? { parties: 0, value: 0n } : toTotal(rows[0]);
    },

    aside: async (generation, parties) => {
      const { rows } = await db.query<{ src: bigint; value: bigint }>(
        "SELECT src, sum(value)::int8 AS value FROM flow WHERE generation = $1 AND src = ANY($2::int8[]) AND dst = ANY($3::int8[]) GROUP BY src",
        [generation, parties, NO_PARTIES],
      );
      return new Map(rows.map(({ src, value }) => [src, value]));
    },

    mixesByTxid: async (keys) => {
      if (keys.length === 0) return [];
      const { rows } = await db.query<MixRecord>(
        `SELECT ${MIX_COLUMNS} FROM unnest($1::int2[], $2::bytea[]) AS q(network, txid) JOIN tx t ON t.txid = q.txid AND t.network = q.network`,
        [keys.map(({ network }) => networkByName(network).id), keys.map(({ txid }) => Buffer.from(textToHash(txid) ?? []))],
      );
      return rows.map(toMix);
    },

    mixesById: async (txIds) => {
      if (txIds.length === 0) return [];
      const { rows } = await db.query<MixRecord>(`SELECT ${MIX_COLUMNS} FROM tx t WHERE t.id = ANY($1::int8[])`, [txIds]);
      return rows.map(toMix);
    },
  };
}

const COLUMNS = "f.src, f.dst, f.tx_count, f.value, f.first_time, f.last_time";
const TOTAL = "count(*) AS parties, coalesce(sum(f.value), 0)::int8 AS value";
const MIX_COLUMNS = "t.id, t.network, t.txid, t.time, t.flags";

/** Column names of the two ends, seen from one of them. */
const ENDS = { out: { self: "src", other: "dst" }, in: { self: "dst", other: "src" } } as const;

/** Newly mined and unknown are one party on all networks; which network a flow is on, its other end says. */
function onNetwork({ network, direction }: PartySide): string {
  if (network === null) return "";
  const { other } = ENDS[direction];
  return `AND ${networkByName(network).id} = coalesce(
    (SELECT w.network FROM wallet w WHERE w.generation = f.generation AND w.id = f.${other}),
    (SELECT t.network FROM tx t WHERE t.id = ${coinjoinParty(0n)} - f.${other}))`;
}

const TOP = 2n ** 63n - 1n;

/** One end of an index that is in order of value: reads as many rows as it returns, however many there are. */
async function largest(db: Db, side: PartySide, { generation, exclude, after, limit }: LargestRequest): Promise<readonly FlowRow[]> {
  const { self, other } = ENDS[side.direction];
  const [value, party] = after ?? [TOP, -TOP];
  const { rows } = await db.query<FlowRecord>(
    `SELECT ${COLUMNS} FROM flow f
     WHERE f.generation = $1 AND f.${self} = $2 AND f.${other} <> ALL($3::int8[])
       AND f.value <= $4 AND (f.value < $4 OR f.${other} > $5) ${onNetwork(side)}
     ORDER BY f.value DESC, f.${other} LIMIT $6`,
    [generation, side.party, [...NO_PARTIES, ...exclude], value, party, limit],
  );
  return rows.map(toFlow);
}

interface FlowRecord {
  src: bigint;
  dst: bigint;
  tx_count: number;
  value: bigint;
  first_time: bigint | null;
  last_time: bigint | null;
}

const toFlow = (row: FlowRecord): FlowRow => ({ src: row.src, dst: row.dst, txCount: row.tx_count, value: row.value, firstTime: row.first_time, lastTime: row.last_time });

interface TotalRecord {
  parties: bigint;
  value: bigint;
}

const toTotal = ({ parties, value }: TotalRecord): FlowTotal => ({ parties: Number(parties), value });

interface MixRecord {
  id: bigint;
  network: number;
  txid: Buffer;
  time: bigint | null;
  flags: number;
}

const toMix = (row: MixRecord): MixRow => ({ txId: row.id, network: networkById(row.network).name, txid: hashToText(row.txid), time: row.time, synthetic: (row.flags & TX_SYNTHETIC) !== 0 });
