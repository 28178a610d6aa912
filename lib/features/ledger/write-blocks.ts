import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { BlockFacts } from "@/lib/core/bitcoin/columns";
import { BlockTree, HEIGHT_SOURCES, type Reorganised } from "@/lib/core/ledger/block-tree";
import type { WriteContext } from "@/lib/features/ledger/context";
import type { RecordSource } from "@/lib/features/ledger/ledger.ports";
import { list, nullableList } from "@/lib/features/ledger/sql";
import { sourceId } from "@/lib/features/ledger/write-sources";

export interface WrittenBlocks {
  /** Vertex of each record's block, -1 where it has none. */
  readonly vertexOf: Int32Array;
  readonly reorganised: readonly Reorganised[];
  /** Blocks the store had before whose height or place on the best chain changed: their transactions move with them. */
  readonly moved: readonly number[];
  /** Blocks whose coinbase is to be checked. */
  readonly toCheck: Set<number>;
}

interface Stated {
  readonly vertex: number;
  readonly facts: BlockFacts;
  readonly source: RecordSource;
}

/** Adds the batch's blocks and what it says anew of known ones; works out heights and the best chain. */
export async function writeBlocks(ctx: WriteContext, version: bigint): Promise<WrittenBlocks> {
  const { batch } = ctx;
  if (batch.records.every(({ record }) => record.block === null)) return { vertexOf: new Int32Array(0), reorganised: [], moved: [], toCheck: new Set() };
  const tree = await loadTree(ctx, version);
  const { vertexOf, fresh, known, served } = stateBlocks(ctx, tree);
  for (const { vertex } of fresh) {
    tree.setId(vertex, ctx.next.block);
    ctx.next.block += 1;
  }
  const isFresh = new Set(fresh.map(({ vertex }) => vertex));
  const older = (vertices: readonly number[]): number[] => vertices.filter((vertex) => !isFresh.has(vertex));
  const turned = older(tree.follow(served));
  const settled = tree.settle();
  for (const { vertex, stated, height } of settled.contradicted) ctx.flags.block(tree.hash(vertex), `a source says that its height is ${stated}; by the blocks before it, it is ${height ?? "unknown"}`);
  const moved = older(settled.changes.map(({ vertex }) => vertex));
  await insertBlocks(ctx, tree, fresh);
  await updateFacts(ctx, tree, known);
  await updateStandings(ctx, tree, [...new Set([...moved, ...turned])]);
  const touched = [...isFresh, ...moved, ...known.map(({ vertex }) => vertex)];
  return {
    vertexOf,
    reorganised: settled.reorganised,
    moved: moved.map((vertex) => tree.id(vertex)),
    toCheck: new Set(touched.filter((vertex) => tree.isComplete(vertex)).map((vertex) => tree.id(vertex))),
  };
}

interface StatedBlocks {
  readonly vertexOf: Int32Array;
  readonly fresh: Stated[];
  readonly known: Stated[];
  /** Served by a node as part of its best chain. */
  readonly served: number[];
}

function stateBlocks({ batch }: WriteContext, tree: BlockTree): StatedBlocks {
  const stated: StatedBlocks = { vertexOf: new Int32Array(batch.records.length).fill(-1), fresh: [], known: [], served: [] };
  batch.records.forEach(({ record, source }, r) => {
    const facts = record.block;
    if (facts === null) return;
    const isNew = tree.find(facts.hash) < 0;
    const vertex = tree.state({ ...facts, stale: facts.stale ? true : null });
    stated.vertexOf[r] = vertex;
    (isNew ? stated.fresh : stated.known).push({ vertex, facts, source });
    if (source.kind === "core-rpc" && !facts.stale) stated.served.push(vertex);
  });
  return stated;
}

async function loadTree({ memory, network, sql }: WriteContext, version: bigint): Promise<BlockTree> {
  if (memory.treeVersion === version) return memory.tree;
  const tree = new BlockTree(network, memory.seed);
  const kinds = ["id", "bytea", "bytea", "int8", "int4", "text", "bool", "bool", "bool"] as const;
  const query = `SELECT id, hash, prev_hash, bits, height, height_source, main, complete, stale FROM block WHERE network = ${network.id} ORDER BY id`;
  await sql.copyOut(query, kinds, ({ count, columns, nulls }) => {
    const [id, hash, prev, bits, height, source, main, complete, stale] = columns;
    const slice = ({ bytes, start, length }: typeof hash, i: number): Uint8Array => bytes.slice(start[i], (start[i] ?? 0) + (length[i] ?? 0));
    for (let i = 0; i < count; i += 1) {
      const text = Buffer.from(slice(source, i)).toString("latin1");
      tree.load(
        id[i] ?? 0,
        {
          hash: slice(hash, i),
          prevHash: nulls[2][i] === 1 ? null : slice(prev, i),
          bits: nulls[3][i] === 1 ? null : Number(bits[i]),
          height: nulls[4][i] === 1 ? null : (height[i] ?? null),
          heightSource: HEIGHT_SOURCES.find((known) => known === text) ?? null,
          complete: complete[i] === 1,
          stale: stale[i] === 1,
        },
        main[i] === 1,
      );
    }
  });
  memory.tree = tree;
  memory.treeVersion = version;
  return tree;
}

async function insertBlocks(ctx: WriteContext, tree: BlockTree, blocks: readonly Stated[]): Promise<void> {
  if (blocks.length === 0) return;
  ctx.changed = true;
  const ids: number[] = [];
  for (const { source } of blocks) ids.push(await sourceId(ctx, source));
  const standings = blocks.map(({ vertex }) => tree.standing(vertex));
  const bits = blocks.map(({ facts }) => facts.bits ?? 0);
  const optional = (of: (facts: BlockFacts) => number | null): { values: Int32Array; nulls: Uint8Array } => ({
    values: Int32Array.from(blocks, ({ facts }) => of(facts) ?? 0),
    nulls: Uint8Array.from(blocks, ({ facts }) => (of(facts) === null ? 1 : 0)),
  });
  await ctx.sql.copyIn("block(id, network, hash, prev_hash, height, height_source, time, bits, size, tx_count, main, complete, stale, source_id)", {
    count: blocks.length,
    columns: [
      { type: "int8", values: Float64Array.from(blocks, ({ vertex }) => tree.id(vertex)) },
      { type: "int2", values: new Int16Array(blocks.length).fill(ctx.network.id) },
      { type: "bytea", list: blocks.map(({ facts }) => facts.hash) },
      { type: "bytea", list: blocks.map(({ facts }) => facts.prevHash) },
      { type: "int4", values: Int32Array.from(standings, ({ height }) => height ?? 0), nulls: Uint8Array.from(standings, ({ height }) => (height === null ? 1 : 0)) },
      { type: "text", values: standings.map(({ heightSource }) => heightSource) },
      { type: "int8", values: Float64Array.from(blocks, ({ facts }) => facts.time) },
      { type: "int8", values: Float64Array.from(bits), nulls: Uint8Array.from(blocks, ({ facts }) => (facts.bits === null ? 1 : 0)) },
      { type: "int4", ...optional((facts) => facts.size) },
      { type: "int4", ...optional((facts) => facts.txCount) },
      { type: "bool", values: Uint8Array.from(standings, ({ main }) => (main ? 1 : 0)) },
      { type: "bool", values: Uint8Array.from(blocks, ({ vertex }) => (tree.isComplete(vertex) ? 1 : 0)) },
      { type: "bool", values: Uint8Array.from(blocks, ({ vertex }) => (tree.isStale(vertex) ? 1 : 0)) },
      { type: "int4", values: Int32Array.from(ids) },
    ],
  });
}

interface FactsRow {
  readonly id: bigint;
  readonly prev_hash: Buffer | null;
  readonly time: bigint;
  readonly bits: bigint | null;
  readonly size: number | null;
  readonly tx_count: number | null;
  readonly complete: boolean;
}

const saysMore = ({ facts }: Stated): boolean => facts.complete || facts.prevHash !== null || facts.bits !== null || facts.size !== null || facts.txCount !== null;

/** Fills gaps of blocks the store had, or that came before in the batch; what contradicts is flagged and not taken. */
async function updateFacts(ctx: WriteContext, tree: BlockTree, known: readonly Stated[]): Promise<void> {
  const telling = known.filter(saysMore);
  if (telling.length === 0) return;
  const { rows } = await ctx.sql.query<FactsRow>("SELECT id, prev_hash, time, bits, size, tx_count, complete FROM block WHERE id = ANY($1)", [list(telling.map(({ vertex }) => tree.id(vertex)))]);
  const stored = new Map(rows.map((row) => [Number(row.id), row]));
  for (const { vertex, facts } of telling) {
    const row = stored.get(tree.id(vertex));
    if (row === undefined) continue;
    if (contradicts(row, facts)) ctx.flags.block(facts.hash, "two sources say different things of this block");
    if (fills(row, facts)) await fillFacts(ctx, row.id, facts);
  }
}

const differ = (stored: bigint | number | null, said: number | null): boolean => stored !== null && said !== null && Number(stored) !== said;

function contradicts(row: FactsRow, facts: BlockFacts): boolean {
  const parents = row.prev_hash !== null && facts.prevHash !== null && !sameBytes(row.prev_hash, facts.prevHash);
  return parents || differ(row.time, facts.time) || differ(row.bits, facts.bits) || differ(row.size, facts.size) || differ(row.tx_count, facts.txCount);
}

function fills(row: FactsRow, facts: BlockFacts): boolean {
  const gap = (stored: unknown, said: unknown): boolean => stored === null && said !== null;
  return (facts.complete && !row.complete) || gap(row.prev_hash, facts.prevHash) || gap(row.bits, facts.bits) || gap(row.size, facts.size) || gap(row.tx_count, facts.txCount);
}

async function fillFacts(ctx: WriteContext, id: bigint, facts: BlockFacts): Promise<void> {
  ctx.changed = true;
  await ctx.sql.query(
    `UPDATE block SET prev_hash = coalesce(prev_hash, $2), bits = coalesce(bits, $3), size = coalesce(size, $4), tx_count = coalesce(tx_count, $5), complete = complete OR $6 WHERE id = $1`,
    [id, facts.prevHash === null ? null : Buffer.from(facts.prevHash), facts.bits, facts.size, facts.txCount, facts.complete],
  );
}

async function updateStandings(ctx: WriteContext, tree: BlockTree, vertices: readonly number[]): Promise<void> {
  if (vertices.length === 0) return;
  ctx.changed = true;
  const standings = vertices.map((vertex) => tree.standing(vertex));
  await ctx.sql.query(
    `UPDATE block SET height = u.height, height_source = u.source, main = u.main, stale = u.stale
     FROM unnest($1::int8[], $2::int4[], $3::text[], $4::bool[], $5::bool[]) AS u(id, height, source, main, stale) WHERE block.id = u.id`,
    [
      list(vertices.map((vertex) => tree.id(vertex))),
      nullableList(standings.map(({ height }) => height)),
      standings.map(({ heightSource }) => heightSource),
      list(standings.map(({ main }) => main)),
      list(vertices.map((vertex) => tree.isStale(vertex))),
    ],
  );
}
