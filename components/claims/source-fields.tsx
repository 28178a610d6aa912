import { FlaskConical } from "lucide-react";
import { Field, Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import type { NewClaimInput } from "@/lib/features/claims/claims.contract";

export interface SourceText {
  readonly name: string;
  readonly url: string;
  readonly date: string;
}

interface Props {
  readonly value: SourceText;
  readonly onChange: (value: SourceText) => void;
}

export function SourceFields({ value, onChange }: Props) {
  const named = value.name.trim() !== "";
  return (
    <div className="grid grid-cols-[1fr_9.5rem] gap-3">
      <Field label="Source (optional)">
        {(ids) => <Input {...ids} value={value.name} maxLength={200} autoComplete="off" placeholder="Report, court record, …" onChange={(event) => { onChange({ ...value, name: event.target.value }); }} />}
      </Field>
      <Field label="Its date">
        {(ids) => <Input {...ids} type="date" value={value.date} disabled={!named} onChange={(event) => { onChange({ ...value, date: event.target.value }); }} />}
      </Field>
      <Field label="Its address on the web" className="col-span-2">
        {(ids) => <Input {...ids} type="url" value={value.url} disabled={!named} maxLength={2000} placeholder="https://…" pattern="https?://.*" onChange={(event) => { onChange({ ...value, url: event.target.value }); }} />}
      </Field>
    </div>
  );
}

/** Null without a name: then the claim is a hypothesis. */
export const sourceOf = ({ name, url, date }: SourceText): NewClaimInput["source"] =>
  name.trim() === "" ? null : { name: name.trim(), url: url.trim() === "" ? null : url.trim(), date: date === "" ? null : date };

export function HypothesisNote({ hasSource }: { readonly hasSource: boolean }) {
  return hasSource ? (
    <p className="text-sm text-ink-soft">With its source the claim is a proposal, until a second person accepts it.</p>
  ) : (
    <Notice icon={<FlaskConical aria-hidden />} title="Without a source this is a hypothesis.">It never counts in detection, screening or exports.</Notice>
  );
}
