import { cn } from "@/components/ui/cn";
import { groupDigits } from "@/lib/core/graph/labels";
import { formatBtc } from "@/lib/core/money";
import { networkByName, type NetworkName } from "@/lib/core/network";

interface Props {
  /** Satoshis as they cross the wire; null: not known. */
  readonly sats: string | null;
  /** Given, the unit follows the amount; left out where the column's head names it. */
  readonly network?: NetworkName;
  readonly signed?: boolean;
  readonly className?: string;
}

/** Coins with all eight decimals, so that columns align; the zeros at the end are dimmed. Satoshis on hover. */
export function Amount({ sats, network, signed = false, className }: Props) {
  if (sats === null) return <Unknown />;
  const value = BigInt(sats);
  const text = formatBtc(value < 0n ? -value : value);
  const [whole = "0", fraction = ""] = text.split(".");
  const kept = fraction.replace(/0+$/, "");
  const sign = value < 0n ? "−" : signed && value > 0n ? "+" : "";
  return (
    <span className={cn("font-mono whitespace-nowrap", className)} title={`${groupDigits(value.toString())} sat`}>
      {sign}
      {groupDigits(whole)}
      <span className={kept === "" ? "text-ink-faint" : ""}>.{kept}</span>
      <span className="text-ink-faint">{fraction.slice(kept.length)}</span>
      {network !== undefined && <span className="ml-1 font-sans text-[0.85em] text-ink-faint">{networkByName(network).unit}</span>}
    </span>
  );
}

/** A gap is data: never 0, never empty. */
export function Unknown({ children = "not known" }: { readonly children?: string }) {
  return <span className="text-ink-faint italic">{children}</span>;
}

const integer = new Intl.NumberFormat("en-US");
export const count = (value: number): string => integer.format(value);

/** "1 transaction", "2,157 transactions" */
export const plural = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

export function Count({ value }: { readonly value: number | null }) {
  return value === null ? <Unknown /> : <span className="tabular-nums">{count(value)}</span>;
}
