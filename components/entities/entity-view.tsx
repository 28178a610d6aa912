"use client";

import Link from "next/link";
import { EntityClaims } from "@/components/entities/entity-claims";
import { Facts } from "@/components/entities/entity-facts";
import { entityHref } from "@/components/claims/claim-paths";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { Ban } from "lucide-react";
import type { EntityKind } from "@/lib/core/casework/entities";
import { CATEGORY_NAMES, familyOf } from "@/lib/core/graph/labels-family";
import type { EntityDto } from "@/lib/features/claims/entities.contract";
import { useEntity } from "@/lib/features/claims/claims-list.queries";

const KIND_WORDS: Record<EntityKind, string> = { actor: "Actor", service: "Service", pool: "Mining pool", campaign: "Campaign", theft: "Theft" };

/** Somebody, or something that happened: what sources state of it, and which addresses it is claimed of. */
export function EntityView({ id }: { readonly id: string }) {
  const entity = useEntity(id);
  if (entity.data === undefined) {
    return (
      <Page title={entity.isError ? "Entity" : <Skeleton className="h-6 w-48" />}>
        {entity.isError ? <ErrorState error={entity.error} what="The entity could not be read" onRetry={() => void entity.refetch()} /> : <Skeleton className="h-64" />}
      </Page>
    );
  }
  const { name, kind, category, description } = entity.data;
  return (
    <Page
      kind={<>Entity <span aria-hidden>·</span> {KIND_WORDS[kind]}</>}
      title={<span className="inline-flex items-center gap-2"><CategoryGlyph family={familyOf(category, null)} className="size-5" />{name}</span>}
      badges={<Badge>{CATEGORY_NAMES[category]}</Badge>}
      {...(description !== null && { lead: description })}
    >
      <div className="flex flex-col gap-6">
        <Sanctions entity={entity.data} />
        <Happened entity={entity.data} />
        <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
          <Facts title="Also called" none="No source gives another name." facts={entity.data.facts} kind="alias" />
          <Facts title="Ids elsewhere" none="None is known." facts={entity.data.facts} kind="external-id" />
          {kind === "pool" && <Facts title="Marks in coinbases" none="None is known." facts={entity.data.facts} kind="marker" />}
          {(kind === "theft" || kind === "campaign") && <Facts title="Stolen outputs" none="No source names the outputs." facts={entity.data.facts} kind="outpoint" />}
        </div>
        <Incidents entity={entity.data} />
        <EntityClaims entityId={id} />
      </div>
    </Page>
  );
}

function Sanctions({ entity }: { readonly entity: EntityDto }) {
  const sanctions = entity.facts.filter(({ kind }) => kind === "sanction");
  return (
    <>
      {sanctions.map((fact) => (
        <Notice key={`${fact.scheme} ${fact.value} ${fact.source.name}`} look="danger" icon={<Ban aria-hidden />} title={`Sanctioned by ${fact.scheme}${fact.statedOn === null ? "" : ` on ${fact.statedOn}`}, as “${fact.value}”.`}>
          Source: {fact.source.url === null ? fact.source.name : <a className="link" href={fact.source.url} target="_blank" rel="noreferrer noopener">{fact.source.name}</a>}
        </Notice>
      ))}
    </>
  );
}

function Happened({ entity: { victim, occurredOn } }: { readonly entity: EntityDto }) {
  if (victim === null && occurredOn === null) return null;
  return (
    <dl className="flex gap-8 text-sm">
      {victim !== null && <div><dt className="text-xs text-ink-faint">Taken from</dt><dd>{victim.id === null ? victim.name : <Link href={entityHref(victim.id)} className="link">{victim.name}</Link>}</dd></div>}
      {occurredOn !== null && <div><dt className="text-xs text-ink-faint">Date, as exact as its source</dt><dd className="tabular-nums">{occurredOn}</dd></div>}
    </dl>
  );
}

function Incidents({ entity: { incidents, name } }: { readonly entity: EntityDto }) {
  if (incidents.length === 0) return null;
  return (
    <Section title="Thefts and campaigns" note={`what was taken from ${name}; an address of these is not its own`}>
      <ul>
        {incidents.map((incident) => (
          <li key={incident.id} className="flex h-8 items-center gap-2 border-b border-line/60 text-sm">
            <CategoryGlyph family={familyOf(incident.category, null)} />
            <Link href={entityHref(incident.id)} className="decoration-brass-line underline-offset-2 hover:link">{incident.name}</Link>
            <span className="text-xs text-ink-faint">{CATEGORY_NAMES[incident.category]}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
