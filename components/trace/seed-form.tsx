"use client";

import { useId, useState } from "react";
import { useSeedQuery } from "@/components/trace/use-seed-query";
import { Button } from "@/components/ui/button";
import { Select, TextArea } from "@/components/ui/input";
import { NETWORK_NAMES } from "@/lib/core/network";
import { isSeedText, parseSeedText } from "@/lib/core/tracing/seed-text";

/** What the views start from: outputs, addresses or wallets. */
export function SeedForm() {
  const [{ network, from }] = useSeedQuery();
  return <Fields key={`${network} ${from}`} />;
}

function Fields() {
  const [query, set] = useSeedQuery();
  const [network, setNetwork] = useState(query.network);
  const [text, setText] = useState(query.from.replaceAll(",", "\n"));
  const about = useId();
  const { unreadable } = parseSeedText(text);
  const from = text.trim().split(/[\s,]+/).join(",");
  return (
    <form
      aria-label="Where it starts"
      className="grid grid-cols-[9rem_minmax(0,1fr)_auto] items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void set({ network, from });
      }}
    >
      <Select aria-label="Network" value={network} onChange={(event) => { setNetwork(NETWORK_NAMES.find((name) => name === event.target.value) ?? network); }}>
        {NETWORK_NAMES.map((name) => <option key={name} value={name}>{name}</option>)}
      </Select>
      <div className="flex flex-col gap-1">
        <TextArea aria-label="Outputs, addresses or wallets" aria-describedby={about} aria-invalid={unreadable.length > 0} value={text} rows={Math.min(6, text.split("\n").length)} spellCheck={false} autoComplete="off" className="min-h-8 font-mono text-xs leading-5" onChange={(event) => { setText(event.target.value); }} />
        <p id={about} className={unreadable.length > 0 ? "text-xs text-danger" : "text-xs text-ink-faint"}>
          {unreadable.length > 0 ? `Not an output, an address or a wallet: ${unreadable.slice(0, 3).join(", ")}` : "TXID:N for an output, an address for all it ever received, wallet:ADDRESS for a whole wallet; one a line."}
        </p>
      </div>
      <Button type="submit" look="primary" disabled={!isSeedText(text) || (from === query.from && network === query.network)}>Follow</Button>
    </form>
  );
}
