import { z } from "zod";
import { NodeKey } from "@/lib/features/flows/flows.contract";
import { TimeDto } from "@/lib/features/wire/wire.contract";

const Place = z.number().min(-1e6).max(1e6);
export const GraphDocumentDto = z.strictObject({ nodes: z.array(z.strictObject({ key: NodeKey, x: Place, y: Place, pinned: z.boolean() })).max(1000) });

export const GraphDto = z.strictObject({ id: z.uuid(), caseId: z.uuid(), caseName: z.string(), synthetic: z.boolean(), name: z.string(), version: z.int(), document: GraphDocumentDto, updatedAt: TimeDto });
export type GraphDto = z.output<typeof GraphDto>;
export const GraphParams = z.strictObject({ graphId: z.uuid() });
/** `version` is the one the change was made on; another one in the store is a conflict (409). */
export const SaveGraphBody = z.strictObject({ version: z.int().min(1), document: GraphDocumentDto });
export const SavedGraphDto = z.strictObject({ version: z.int(), updatedAt: TimeDto });

export const CaseDto = z.strictObject({ id: z.uuid(), name: z.string(), synthetic: z.boolean(), createdAt: TimeDto, graphs: z.array(z.strictObject({ id: z.uuid(), name: z.string(), updatedAt: TimeDto, nodes: z.int() })) });
export type CaseDto = z.output<typeof CaseDto>;
export const CaseList = z.strictObject({ cases: z.array(CaseDto) });
export const NewCaseBody = z.strictObject({ name: z.string().trim().min(1).max(120) });
/** A case starts with one graph. */
export const CreatedCaseDto = z.strictObject({ caseId: z.uuid(), graphId: z.uuid() });
