"use client";

import { useRef, useState, type ChangeEvent, type SubmitEvent } from "react";
import { count, plural } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/input";
import { Issues, messageOf } from "@/components/ui/states";
import { readAddressList } from "@/lib/core/screening/address-list";
import { MOST_SCREENED } from "@/lib/features/screening/screening.contract";

interface Props {
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onScreen: (addresses: readonly string[]) => void;
}

/** Pasted, or from a file that stays in the browser until it is asked for. */
export function ScreeningForm({ busy, error, onScreen }: Props) {
  const [text, setText] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const listed = readAddressList(text);
  const wrong = listed === null ? "A table needs a column named address." : listed.length > MOST_SCREENED ? `At most ${count(MOST_SCREENED)} addresses at once; these are ${count(listed.length)}.` : null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (listed !== null && listed.length > 0 && wrong === null) onScreen(listed.map(({ address }) => address));
  };
  const read = (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? [];
    void chosen?.text().then(setText);
    event.target.value = "";
  };
  return (
    <form onSubmit={submit} className="flex max-w-[48rem] flex-col gap-3 overflow-y-auto px-6 pb-8">
      <Field label="Addresses" note={listed === null || listed.length === 0 ? "One a line, or a CSV with a column named address." : `${plural(listed.length, "address", "addresses")}, each once`} error={text === "" ? null : wrong}>
        {(ids) => <TextArea {...ids} className="h-80 font-mono" spellCheck={false} value={text} onChange={(event) => { setText(event.target.value); }} />}
      </Field>
      {error !== null && <div role="alert" className="text-sm text-danger">{messageOf(error)}<Issues error={error} /></div>}
      <div className="flex items-center gap-2">
        <Button type="submit" look="primary" disabled={busy || wrong !== null || (listed?.length ?? 0) === 0}>{busy ? "Screening…" : "Screen"}</Button>
        <Button onClick={() => file.current?.click()}>Read a file</Button>
        <input ref={file} type="file" accept=".csv,.txt,text/plain,text/csv" className="hidden" aria-label="File of addresses" onChange={read} />
      </div>
    </form>
  );
}
