import { toClaimFields } from "@/lib/features/claims/claims-read.dto";
import type { Counterparty, EdgeRow, Expansion, FlowRow, GraphNode, GraphView } from "@/lib/features/flows/flows.ports";
import type { CounterpartyPage, EdgeTransactionDto, ExpandDto, GraphNodeDto, GraphViewDto } from "@/lib/features/flows/flows.contract";
import { satsOrNull, timeOrNull } from "@/lib/features/wallets/wallets.dto";
import { satsToDto } from "@/lib/features/wire/wire.contract";
import type { z } from "zod";

/** Only a wallet has a balance: what it received less what it sent. */
export const toGraphNodeDto = ({ firstTime, lastTime, received, sent, claims, ...node }: GraphNode): GraphNodeDto => ({
  ...node,
  received: satsOrNull(received),
  sent: satsOrNull(sent),
  balance: node.kind !== "wallet" || received === null || sent === null ? null : satsToDto(received - sent),
  firstSeen: timeOrNull(firstTime),
  lastSeen: timeOrNull(lastTime),
  ...toClaimFields(claims),
});

const toFlow = ({ txCount, value, firstTime, lastTime }: Omit<FlowRow, "src" | "dst">) => ({ txCount, value: satsToDto(value), firstSeen: timeOrNull(firstTime), lastSeen: timeOrNull(lastTime) });

export const toGraphViewDto = ({ nodes, edges, remainders }: GraphView): GraphViewDto => ({
  nodes: nodes.map(toGraphNodeDto),
  edges: edges.map(({ id, from, to, ...flow }) => ({ id, from, to, ...toFlow(flow) })),
  remainders: remainders.map(({ key, direction, parties, value }) => ({ key, direction, parties, value: satsToDto(value) })),
});

export const toExpandDto = ({ keys, left }: Expansion): ExpandDto => ({ keys: [...keys], left: { parties: left.parties, value: satsToDto(left.value) } });

export const toEdgeTransactionDto = ({ txid, height, time, value }: EdgeRow): z.output<typeof EdgeTransactionDto> => ({ txid, height, time: timeOrNull(time), value: satsToDto(value) });

export const toCounterpartyDto = ({ node, ...flow }: Counterparty): z.output<typeof CounterpartyPage>["items"][number] => ({ node: toGraphNodeDto(node), ...toFlow(flow) });
