import { Section } from "@/components/ui/section";
import type { FactKind } from "@/lib/core/casework/entities";
import { groupBy } from "@/lib/core/group-by";
import type { EntityFactDto } from "@/lib/features/claims/entities.contract";

interface Props {
  readonly title: string;
  readonly none: string;
  readonly facts: readonly EntityFactDto[];
  readonly kind: FactKind;
}

/** What sources state, each with the sources that state it. */
export function Facts({ title, none, facts, kind }: Props) {
  const stated = [...groupBy(facts.filter((fact) => fact.kind === kind), ({ scheme, value }) => `${scheme} ${value}`).values()];
  return (
    <Section title={title} note={stated.length === 0 ? undefined : stated.length}>
      {stated.length === 0 && <p className="py-2 text-sm text-ink-soft">{none}</p>}
      <ul>
        {stated.map((same) => {
          const [first] = same;
          if (first === undefined) return null;
          return (
            <li key={`${first.scheme} ${first.value}`} className="flex min-h-8 items-center gap-4 border-b border-line/60 py-1 text-sm">
              <span className="min-w-0 flex-1 break-words">
                {kind === "alias" ? first.value : <span className="font-mono text-xs break-all">{first.value}</span>}
                {first.scheme !== "" && <span className="block text-xs text-ink-faint">{first.scheme}</span>}
              </span>
              <span className="max-w-[55%] text-right text-xs text-ink-soft">{same.map((fact, index) => <span key={fact.source.name}>{index > 0 && "; "}<Source source={fact.source} /></span>)}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

const Source = ({ source: { name, url } }: Pick<EntityFactDto, "source">) => (url === null ? <>{name}</> : <a href={url} target="_blank" rel="noreferrer noopener" className="decoration-brass-line underline-offset-2 hover:link">{name}</a>);
