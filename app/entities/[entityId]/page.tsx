import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EntityView } from "@/components/entities/entity-view";
import { EntityParams } from "@/lib/features/claims/entities.contract";

interface Props {
  readonly params: Promise<{ readonly entityId: string }>;
}

export const metadata: Metadata = { title: "Entity" };

export default async function EntityPage({ params }: Props) {
  const parsed = EntityParams.safeParse({ entityId: decodeURIComponent((await params).entityId) });
  if (!parsed.success) notFound();
  return <EntityView id={parsed.data.entityId} />;
}
