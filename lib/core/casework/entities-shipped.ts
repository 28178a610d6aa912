import type { Category } from "@/lib/core/casework/claims";
import { nameKey, type Entity, type EntityFact, type EntityKind } from "@/lib/core/casework/entities";
import { POOL_MARKERS } from "@/lib/core/casework/entities-pools";

type Source = EntityFact["source"];

const ATTACK: Source = { name: "MITRE ATT&CK G0094", url: "https://attack.mitre.org/groups/G0094/" };
const GALAXY: Source = { name: "MISP galaxy", url: "https://github.com/MISP/misp-galaxy" };
const MANDIANT: Source = { name: "Mandiant, APT43 (28 March 2023)", url: "https://services.google.com/fh/files/misc/apt43-report-en.pdf" };
const RED_SKY: Source = { name: "Red Sky Alliance, Don't Lose Your Shirt at Kim's Laundry", url: null };
const TAGPACKS: Source = { name: "GraphSense TagPacks", url: "https://github.com/graphsense/graphsense-tagpacks" };
const MEMPOOL: Source = { name: "mempool/mining-pools@6abbdc8", url: "https://github.com/mempool/mining-pools" };
const BITCOIN_DATA: Source = { name: "bitcoin-data/mining-pools@e33b2d6", url: "https://github.com/bitcoin-data/mining-pools" };

const stated = (kind: EntityFact["kind"], value: string, source: Source, more: { scheme?: string; statedOn?: string } = {}): EntityFact => ({ kind, value, source, scheme: more.scheme ?? "", statedOn: more.statedOn ?? null });
const aliases = (source: Source, ...names: readonly string[]): EntityFact[] => names.map((name) => stated("alias", name, source));
const sanctioned = (name: string, statedOn: string, url: string | null): EntityFact => stated("sanction", name, { name: "OFAC", url }, { scheme: "OFAC", statedOn });

interface Shipped {
  readonly id: string;
  readonly name: string;
  readonly kind: EntityKind;
  readonly category: Category;
  readonly description?: string;
  readonly victimId?: string;
  readonly victim?: string;
  readonly occurredOn?: string;
  readonly facts?: readonly EntityFact[];
}
const entity = (shipped: Shipped): Entity => ({ description: null, victimId: null, victim: null, occurredOn: null, facts: [], ...shipped });

const ACTORS: readonly Entity[] = [
  entity({
    id: "apt43", name: "APT43", kind: "actor", category: "state-actor",
    description: "Reported to pay for hash rental and cloud mining with stolen coins. Kept apart from Lazarus: Mandiant tells APT43 and APT38 apart, and cluster boundaries overlap.",
    facts: [
      ...aliases(ATTACK, "Kimsuky", "Black Banshee", "Velvet Chollima", "Emerald Sleet", "THALLIUM", "TA427", "Springtail", "Earth Kumiho", "PatheticSlug"),
      ...aliases(GALAXY, "Kimsuky"),
      stated("external-id", "G0094", ATTACK, { scheme: "mitre-attack" }),
      stated("external-id", "aac49b4e-74e9-49fa-84f9-e340cf8bafbc", GALAXY, { scheme: "misp-galaxy:threat-actor" }),
      stated("external-id", "bcaaad6f-0597-4b89-b69b-84a6be2b7bc3", { ...GALAXY, name: "MISP galaxy, Kimsuky, which lists APT43 as a synonym" }, { scheme: "misp-galaxy:threat-actor" }),
      stated("external-id", "0ec2f388-bf0f-4b5c-97b1-fc736d26c25f", GALAXY, { scheme: "misp-galaxy:mitre-intrusion-set" }),
      sanctioned("Kimsuky", "2023-11-30", null),
      stated("alias", "APT43", MANDIANT),
    ],
  }),
  entity({
    id: "lazarus-group", name: "Lazarus Group", kind: "actor", category: "state-actor",
    description: "Not APT43: sources name them apart, and Assay never joins the two.",
    facts: aliases(TAGPACKS, "lazarusgroup"),
  }),
  entity({
    id: "hamas-affiliated-miners", name: "Hamas-affiliated miners (as reported)", kind: "actor", category: "terrorism",
    description: "An article cites Elliptic for a group affiliated with Hamas that mines. Elliptic's own text was not found: second-hand, and without addresses.",
    facts: aliases(RED_SKY, "Hamas-affiliated miners"),
  }),
];

const service = (id: string, name: string, category: Category, facts: readonly EntityFact[] = []): Entity => entity({ id, name, kind: "service", category, facts });
const exchange = (id: string, name: string, ...others: readonly string[]): Entity => service(id, name, "exchange", aliases(TAGPACKS, ...others));

const SERVICES: readonly Entity[] = [
  service("nicehash", "NiceHash", "hash-rental", ["/NiceHashSolo", "/NiceHash/", "/NiceHashMining/"].map((text) => stated("marker", text, MEMPOOL))),
  service("hashing24", "Hashing24", "cloud-mining"),
  exchange("binance", "Binance", "Binance.com"),
  exchange("bitfinex", "Bitfinex", "Bitfinex.com"),
  exchange("bitstamp", "Bitstamp", "Bitstamp.net", "Bitstamp.com"),
  exchange("bittrex", "Bittrex", "Bittrex.com"),
  exchange("coinbase", "Coinbase", "Coinbase.com"),
  exchange("coincheck", "Coincheck", "Coincheck.com"),
  exchange("gate", "Gate.io", "gate"),
  exchange("huobi", "Huobi", "Huobi.com"),
  exchange("kraken", "Kraken", "Kraken.com"),
  exchange("okcoin", "OKCoin", "OKCoin.com"),
  exchange("poloniex", "Poloniex", "Poloniex.com"),
  exchange("mtgox", "Mt. Gox", "Mtgox"),
  exchange("zaif", "Zaif"),
  service("blenderio", "Blender.io", "mixer", [sanctioned("Blender.io", "2022-05-06", "https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220506")]),
  service("sinbadio", "Sinbad.io", "mixer", [sanctioned("Sinbad.io", "2023-11-29", "https://ofac.treasury.gov/recent-actions/20231129")]),
  service("helixmixer", "Helix", "mixer", aliases(TAGPACKS, "HelixMixer")),
  service("chipmixer", "ChipMixer", "mixer"),
  service("wasabi", "Wasabi coordinator", "coinjoin", aliases(TAGPACKS, "Wasabi Fee")),
  service("hydramarket", "Hydra Market", "illicit-marketplace", [sanctioned("Hydra Market", "2022-04-05", "https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220405")]),
];

const THEFTS: readonly Entity[] = [
  entity({
    id: "nicehash-theft-2017", name: "Theft from NiceHash, December 2017", kind: "theft", category: "theft", victimId: "nicehash", occurredOn: "2017-12",
    description: "NiceHash is the victim here: an address of this theft is never one of the service's own.",
    facts: aliases({ name: "GraphSense TagPacks, Known Cryptoservice hacks", url: "https://www.reddit.com/r/NiceHash/comments/7i0s6o/official_press_release_statement_by_nicehash/" }, "Nicehash hack"),
  }),
  entity({ id: "harmony-bridge-theft", name: "Theft from the Harmony bridge", kind: "theft", category: "theft", victim: "Harmony Horizon bridge", facts: aliases(RED_SKY, "Harmony bridge hack") }),
  entity({
    id: "ronin-bridge-theft", name: "Theft from the Ronin bridge", kind: "theft", category: "theft", victim: "Ronin bridge",
    facts: aliases({ name: "GraphSense TagPacks, Ronin bridge hack", url: "https://roninblockchain.substack.com/p/community-alert-ronin-validators" }, "Ronin bridge exploiter", "Ronin bridge hack"),
  }),
];

/** Names under which other lists have the same pool. Where two lists truly disagree, nothing is joined. */
const POOL_ALIASES: Readonly<Record<string, readonly EntityFact[]>> = {
  "AntPool": aliases(TAGPACKS, "antpoolcom", "AntPool.com"),
  "BitFuFu Pool": [...aliases(MEMPOOL, "BitFuFuPool"), ...aliases(BITCOIN_DATA, "BitFuFu")],
  "Braiins Pool": aliases(TAGPACKS, "braiins", "SlushPool", "slushpoolcom", "SlushPool.com"),
  "Carbon Negative": aliases(BITCOIN_DATA, "Carbon Negative (unidentified)"),
  "Foundry USA": aliases(TAGPACKS, "foundrydigital"),
  "KuCoin Pool": aliases(MEMPOOL, "KuCoinPool"),
  "Luxor": aliases(TAGPACKS, "luxortech"),
  "OCEAN": aliases(BITCOIN_DATA, "Ocean.xyz"),
  "Rawpool": aliases(TAGPACKS, "rawpoolcom"),
  "Tiger Pool": aliases(MEMPOOL, "tiger"),
};

const POOLS: readonly Entity[] = POOL_MARKERS.map(([name, ...markers]) =>
  entity({ id: nameKey(name), name, kind: "pool", category: "mining-pool", facts: [...markers.map((text) => stated("marker", text, MEMPOOL)), ...(POOL_ALIASES[name] ?? [])] }),
);

/**
 * The entities that Assay ships: only what a named source states, and without addresses, since nobody publishes any for the
 * actors that we could cite; label packs bring those of services and pools. The database has the same (a test compares).
 */
export const SHIPPED_ENTITIES: readonly Entity[] = [...ACTORS, ...SERVICES, ...THEFTS, ...POOLS];
