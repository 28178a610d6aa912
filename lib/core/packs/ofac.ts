import { guessNetworks } from "@/lib/core/bitcoin/addresses";
import { itemOf, networksOf, RecordError, quoted, subjectOf, type PackContext, type PackItem, type PackRecord } from "@/lib/core/packs/record";
import { requiredLine } from "@/lib/core/packs/text";

const NAME = "OFAC SDN list";
const URL_OF_LIST = "https://home.treasury.gov/policy-issues/financial-sanctions/specially-designated-nationals-and-blocked-persons-list-sdn-human-readable-lists";

/**
 * The currency that a list's name tells: `sanctioned_addresses_XBT.json`. Lists of other chains hold addresses that look like Bitcoin's, so the name
 * is believed; without one the addresses themselves say where they belong.
 */
export const currencyOfListName = (name: string): string | null => /sanctioned_addresses_([A-Z0-9]{2,6})(?:\.|$)/.exec(name)?.[1] ?? null;

/** Sanctioned addresses as a bare list, as 0xB10C extracts them from OFAC's SDN list. They do not say whose they are. */
export function* readAddressList(addresses: Iterable<{ readonly text: unknown; readonly position: string }>, currency: string | null, context: PackContext): Generator<PackItem> {
  let index = 0;
  for (const { text, position } of addresses) {
    index += 1;
    const place = { index, position };
    yield itemOf(position, () => recordOf(requiredLine("address", text, 200), place, { currency, context }));
  }
}

function recordOf(address: string, place: { readonly index: number; readonly position: string }, { currency, context }: { readonly currency: string | null; readonly context: PackContext }): PackRecord {
  const networks = currency === null || context.network !== null ? guessNetworks(address, context.hasher) : networksOf(currency);
  if (networks.length === 0 && context.network === null) throw new RecordError(`${quoted(address)} is an address of no chain that Assay keeps`);
  return {
    ...place,
    subject: subjectOf("address", address, networks, context),
    label: "OFAC sanctioned address",
    category: "sanction",
    role: null,
    actor: null,
    source: { name: context.source ?? NAME, url: URL_OF_LIST, quote: null, date: null },
    method: "authority_data",
    reliability: null,
    credibility: null,
    likelihood: null,
    tlp: null,
    note: null,
    original: null,
  };
}
