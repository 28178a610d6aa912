-- AlterTable
ALTER TABLE "claim" ADD COLUMN     "change" TEXT NOT NULL DEFAULT 'created',
ADD COLUMN     "content_hash" BYTEA,
ADD COLUMN     "original" JSONB,
ADD COLUMN     "pack_id" UUID,
ADD COLUMN     "position" INTEGER,
ADD COLUMN     "record_key" BYTEA,
ADD COLUMN     "reviewer_id" UUID;

-- AlterTable
ALTER TABLE "entity" ADD COLUMN     "description" TEXT,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'service',
ADD COLUMN     "name_key" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "occurred_on" TEXT,
ADD COLUMN     "shipped" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "victim" TEXT,
ADD COLUMN     "victim_id" TEXT;

-- CreateTable
CREATE TABLE "entity_fact" (
    "entity_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scheme" TEXT NOT NULL DEFAULT '',
    "value" TEXT NOT NULL,
    "value_key" TEXT NOT NULL,
    "stated_on" TEXT,
    "source_name" TEXT NOT NULL,
    "source_url" TEXT,

    CONSTRAINT "entity_fact_pkey" PRIMARY KEY ("entity_id","kind","scheme","value","source_name")
);

-- CreateTable
CREATE TABLE "claim_pack" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "header" JSONB NOT NULL,
    "sha256" BYTEA NOT NULL,
    "imported_by" UUID NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_pack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim_use" (
    "claim_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_use_pkey" PRIMARY KEY ("claim_id","kind","ref")
);

-- CreateIndex
CREATE INDEX "claim_pack_id_record_key_idx" ON "claim"("pack_id", "record_key");

-- CreateIndex
CREATE INDEX "claim_current_at_id_idx" ON "claim"("current", "at", "id");

-- CreateIndex
CREATE INDEX "entity_name_key_idx" ON "entity"("name_key");

-- CreateIndex
CREATE INDEX "entity_fact_kind_value_key_idx" ON "entity_fact"("kind", "value_key");

-- CreateIndex
CREATE UNIQUE INDEX "claim_pack_name_key" ON "claim_pack"("name");

-- Entities that Assay ships, without addresses, and what is stated of them (lib/core/casework/entities-shipped.ts; a test compares).
INSERT INTO "entity" ("id", "name", "category", "name_key", "kind", "description", "victim_id", "victim", "occurred_on", "shipped") VALUES
  ('apt43', 'APT43', 'state-actor', 'apt43', 'actor', 'Reported to pay for hash rental and cloud mining with stolen coins. Kept apart from Lazarus: Mandiant tells APT43 and APT38 apart, and cluster boundaries overlap.', NULL, NULL, NULL, true),
  ('lazarus-group', 'Lazarus Group', 'state-actor', 'lazarusgroup', 'actor', 'Not APT43: sources name them apart, and Assay never joins the two.', NULL, NULL, NULL, true),
  ('hamas-affiliated-miners', 'Hamas-affiliated miners (as reported)', 'terrorism', 'hamasaffiliatedminersasreported', 'actor', 'An article cites Elliptic for a group affiliated with Hamas that mines. Elliptic''s own text was not found: second-hand, and without addresses.', NULL, NULL, NULL, true),
  ('nicehash', 'NiceHash', 'hash-rental', 'nicehash', 'service', NULL, NULL, NULL, NULL, true),
  ('hashing24', 'Hashing24', 'cloud-mining', 'hashing24', 'service', NULL, NULL, NULL, NULL, true),
  ('binance', 'Binance', 'exchange', 'binance', 'service', NULL, NULL, NULL, NULL, true),
  ('bitfinex', 'Bitfinex', 'exchange', 'bitfinex', 'service', NULL, NULL, NULL, NULL, true),
  ('bitstamp', 'Bitstamp', 'exchange', 'bitstamp', 'service', NULL, NULL, NULL, NULL, true),
  ('bittrex', 'Bittrex', 'exchange', 'bittrex', 'service', NULL, NULL, NULL, NULL, true),
  ('coinbase', 'Coinbase', 'exchange', 'coinbase', 'service', NULL, NULL, NULL, NULL, true),
  ('coincheck', 'Coincheck', 'exchange', 'coincheck', 'service', NULL, NULL, NULL, NULL, true),
  ('gate', 'Gate.io', 'exchange', 'gateio', 'service', NULL, NULL, NULL, NULL, true),
  ('huobi', 'Huobi', 'exchange', 'huobi', 'service', NULL, NULL, NULL, NULL, true),
  ('kraken', 'Kraken', 'exchange', 'kraken', 'service', NULL, NULL, NULL, NULL, true),
  ('okcoin', 'OKCoin', 'exchange', 'okcoin', 'service', NULL, NULL, NULL, NULL, true),
  ('poloniex', 'Poloniex', 'exchange', 'poloniex', 'service', NULL, NULL, NULL, NULL, true),
  ('mtgox', 'Mt. Gox', 'exchange', 'mtgox', 'service', NULL, NULL, NULL, NULL, true),
  ('zaif', 'Zaif', 'exchange', 'zaif', 'service', NULL, NULL, NULL, NULL, true),
  ('blenderio', 'Blender.io', 'mixer', 'blenderio', 'service', NULL, NULL, NULL, NULL, true),
  ('sinbadio', 'Sinbad.io', 'mixer', 'sinbadio', 'service', NULL, NULL, NULL, NULL, true),
  ('helixmixer', 'Helix', 'mixer', 'helix', 'service', NULL, NULL, NULL, NULL, true),
  ('chipmixer', 'ChipMixer', 'mixer', 'chipmixer', 'service', NULL, NULL, NULL, NULL, true),
  ('wasabi', 'Wasabi coordinator', 'coinjoin', 'wasabicoordinator', 'service', NULL, NULL, NULL, NULL, true),
  ('hydramarket', 'Hydra Market', 'illicit-marketplace', 'hydramarket', 'service', NULL, NULL, NULL, NULL, true),
  ('nicehash-theft-2017', 'Theft from NiceHash, December 2017', 'theft', 'theftfromnicehashdecember2017', 'theft', 'NiceHash is the victim here: an address of this theft is never one of the service''s own.', 'nicehash', NULL, '2017-12', true),
  ('harmony-bridge-theft', 'Theft from the Harmony bridge', 'theft', 'theftfromtheharmonybridge', 'theft', NULL, NULL, 'Harmony Horizon bridge', NULL, true),
  ('ronin-bridge-theft', 'Theft from the Ronin bridge', 'theft', 'theftfromtheroninbridge', 'theft', NULL, NULL, 'Ronin bridge', NULL, true),
  ('antpool', 'AntPool', 'mining-pool', 'antpool', 'pool', NULL, NULL, NULL, NULL, true),
  ('btccom', 'BTC.com', 'mining-pool', 'btccom', 'pool', NULL, NULL, NULL, NULL, true),
  ('btctop', 'BTC.TOP', 'mining-pool', 'btctop', 'pool', NULL, NULL, NULL, NULL, true),
  ('binancepool', 'Binance Pool', 'mining-pool', 'binancepool', 'pool', NULL, NULL, NULL, NULL, true),
  ('bitclub', 'BitClub', 'mining-pool', 'bitclub', 'pool', NULL, NULL, NULL, NULL, true),
  ('bitfufupool', 'BitFuFu Pool', 'mining-pool', 'bitfufupool', 'pool', NULL, NULL, NULL, NULL, true),
  ('braiinspool', 'Braiins Pool', 'mining-pool', 'braiinspool', 'pool', NULL, NULL, NULL, NULL, true),
  ('carbonnegative', 'Carbon Negative', 'mining-pool', 'carbonnegative', 'pool', NULL, NULL, NULL, NULL, true),
  ('ckpool', 'CKPool', 'mining-pool', 'ckpool', 'pool', NULL, NULL, NULL, NULL, true),
  ('eligius', 'Eligius', 'mining-pool', 'eligius', 'pool', NULL, NULL, NULL, NULL, true),
  ('f2pool', 'F2Pool', 'mining-pool', 'f2pool', 'pool', NULL, NULL, NULL, NULL, true),
  ('foundryusa', 'Foundry USA', 'mining-pool', 'foundryusa', 'pool', NULL, NULL, NULL, NULL, true),
  ('ghashio', 'GHash.IO', 'mining-pool', 'ghashio', 'pool', NULL, NULL, NULL, NULL, true),
  ('kucoinpool', 'KuCoin Pool', 'mining-pool', 'kucoinpool', 'pool', NULL, NULL, NULL, NULL, true),
  ('lubiancom', 'Lubian.com', 'mining-pool', 'lubiancom', 'pool', NULL, NULL, NULL, NULL, true),
  ('luxor', 'Luxor', 'mining-pool', 'luxor', 'pool', NULL, NULL, NULL, NULL, true),
  ('marapool', 'MARA Pool', 'mining-pool', 'marapool', 'pool', NULL, NULL, NULL, NULL, true),
  ('ocean', 'OCEAN', 'mining-pool', 'ocean', 'pool', NULL, NULL, NULL, NULL, true),
  ('poolin', 'Poolin', 'mining-pool', 'poolin', 'pool', NULL, NULL, NULL, NULL, true),
  ('rawpool', 'Rawpool', 'mining-pool', 'rawpool', 'pool', NULL, NULL, NULL, NULL, true),
  ('sbicrypto', 'SBI Crypto', 'mining-pool', 'sbicrypto', 'pool', NULL, NULL, NULL, NULL, true),
  ('secpool', 'SECPOOL', 'mining-pool', 'secpool', 'pool', NULL, NULL, NULL, NULL, true),
  ('spiderpool', 'SpiderPool', 'mining-pool', 'spiderpool', 'pool', NULL, NULL, NULL, NULL, true),
  ('tigerpool', 'Tiger Pool', 'mining-pool', 'tigerpool', 'pool', NULL, NULL, NULL, NULL, true),
  ('ultimuspool', 'ULTIMUSPOOL', 'mining-pool', 'ultimuspool', 'pool', NULL, NULL, NULL, NULL, true),
  ('viabtc', 'ViaBTC', 'mining-pool', 'viabtc', 'pool', NULL, NULL, NULL, NULL, true),
  ('whitepool', 'WhitePool', 'mining-pool', 'whitepool', 'pool', NULL, NULL, NULL, NULL, true)
ON CONFLICT ("id") DO UPDATE SET "name_key" = EXCLUDED."name_key", "kind" = EXCLUDED."kind", "description" = EXCLUDED."description", "shipped" = true;

INSERT INTO "entity_fact" ("entity_id", "kind", "scheme", "value", "value_key", "stated_on", "source_name", "source_url") VALUES
  ('apt43', 'alias', '', 'Kimsuky', 'kimsuky', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'Black Banshee', 'blackbanshee', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'Velvet Chollima', 'velvetchollima', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'Emerald Sleet', 'emeraldsleet', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'THALLIUM', 'thallium', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'TA427', 'ta427', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'Springtail', 'springtail', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'Earth Kumiho', 'earthkumiho', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'PatheticSlug', 'patheticslug', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'alias', '', 'Kimsuky', 'kimsuky', NULL, 'MISP galaxy', 'https://github.com/MISP/misp-galaxy'),
  ('apt43', 'external-id', 'mitre-attack', 'G0094', 'G0094', NULL, 'MITRE ATT&CK G0094', 'https://attack.mitre.org/groups/G0094/'),
  ('apt43', 'external-id', 'misp-galaxy:threat-actor', 'aac49b4e-74e9-49fa-84f9-e340cf8bafbc', 'aac49b4e-74e9-49fa-84f9-e340cf8bafbc', NULL, 'MISP galaxy', 'https://github.com/MISP/misp-galaxy'),
  ('apt43', 'external-id', 'misp-galaxy:threat-actor', 'bcaaad6f-0597-4b89-b69b-84a6be2b7bc3', 'bcaaad6f-0597-4b89-b69b-84a6be2b7bc3', NULL, 'MISP galaxy, Kimsuky, which lists APT43 as a synonym', 'https://github.com/MISP/misp-galaxy'),
  ('apt43', 'external-id', 'misp-galaxy:mitre-intrusion-set', '0ec2f388-bf0f-4b5c-97b1-fc736d26c25f', '0ec2f388-bf0f-4b5c-97b1-fc736d26c25f', NULL, 'MISP galaxy', 'https://github.com/MISP/misp-galaxy'),
  ('apt43', 'sanction', 'OFAC', 'Kimsuky', 'Kimsuky', '2023-11-30', 'OFAC', NULL),
  ('apt43', 'alias', '', 'APT43', 'apt43', NULL, 'Mandiant, APT43 (28 March 2023)', 'https://services.google.com/fh/files/misc/apt43-report-en.pdf'),
  ('lazarus-group', 'alias', '', 'lazarusgroup', 'lazarusgroup', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('hamas-affiliated-miners', 'alias', '', 'Hamas-affiliated miners', 'hamasaffiliatedminers', NULL, 'Red Sky Alliance, Don''t Lose Your Shirt at Kim''s Laundry', NULL),
  ('nicehash', 'marker', '', '/NiceHashSolo', '/NiceHashSolo', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('nicehash', 'marker', '', '/NiceHash/', '/NiceHash/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('nicehash', 'marker', '', '/NiceHashMining/', '/NiceHashMining/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('binance', 'alias', '', 'Binance.com', 'binancecom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('bitfinex', 'alias', '', 'Bitfinex.com', 'bitfinexcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('bitstamp', 'alias', '', 'Bitstamp.net', 'bitstampnet', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('bitstamp', 'alias', '', 'Bitstamp.com', 'bitstampcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('bittrex', 'alias', '', 'Bittrex.com', 'bittrexcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('coinbase', 'alias', '', 'Coinbase.com', 'coinbasecom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('coincheck', 'alias', '', 'Coincheck.com', 'coincheckcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('gate', 'alias', '', 'gate', 'gate', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('huobi', 'alias', '', 'Huobi.com', 'huobicom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('kraken', 'alias', '', 'Kraken.com', 'krakencom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('okcoin', 'alias', '', 'OKCoin.com', 'okcoincom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('poloniex', 'alias', '', 'Poloniex.com', 'poloniexcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('mtgox', 'alias', '', 'Mtgox', 'mtgox', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('blenderio', 'sanction', 'OFAC', 'Blender.io', 'Blender.io', '2022-05-06', 'OFAC', 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220506'),
  ('sinbadio', 'sanction', 'OFAC', 'Sinbad.io', 'Sinbad.io', '2023-11-29', 'OFAC', 'https://ofac.treasury.gov/recent-actions/20231129'),
  ('helixmixer', 'alias', '', 'HelixMixer', 'helixmixer', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('wasabi', 'alias', '', 'Wasabi Fee', 'wasabifee', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('hydramarket', 'sanction', 'OFAC', 'Hydra Market', 'Hydra Market', '2022-04-05', 'OFAC', 'https://home.treasury.gov/policy-issues/financial-sanctions/recent-actions/20220405'),
  ('nicehash-theft-2017', 'alias', '', 'Nicehash hack', 'nicehashhack', NULL, 'GraphSense TagPacks, Known Cryptoservice hacks', 'https://www.reddit.com/r/NiceHash/comments/7i0s6o/official_press_release_statement_by_nicehash/'),
  ('harmony-bridge-theft', 'alias', '', 'Harmony bridge hack', 'harmonybridgehack', NULL, 'Red Sky Alliance, Don''t Lose Your Shirt at Kim''s Laundry', NULL),
  ('ronin-bridge-theft', 'alias', '', 'Ronin bridge exploiter', 'roninbridgeexploiter', NULL, 'GraphSense TagPacks, Ronin bridge hack', 'https://roninblockchain.substack.com/p/community-alert-ronin-validators'),
  ('ronin-bridge-theft', 'alias', '', 'Ronin bridge hack', 'roninbridgehack', NULL, 'GraphSense TagPacks, Ronin bridge hack', 'https://roninblockchain.substack.com/p/community-alert-ronin-validators'),
  ('antpool', 'marker', '', '/AntPool/', '/AntPool/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('antpool', 'marker', '', 'Mined By AntPool', 'Mined By AntPool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('antpool', 'marker', '', 'Mined by AntPool', 'Mined by AntPool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('antpool', 'alias', '', 'antpoolcom', 'antpoolcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('antpool', 'alias', '', 'AntPool.com', 'antpoolcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('btccom', 'marker', '', '/BTC.COM/', '/BTC.COM/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('btccom', 'marker', '', '/BTC.com/', '/BTC.com/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('btccom', 'marker', '', 'btccom', 'btccom', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('btctop', 'marker', '', '/BTC.TOP/', '/BTC.TOP/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('binancepool', 'marker', '', '/Binance/', '/Binance/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('binancepool', 'marker', '', 'binance', 'binance', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('bitclub', 'marker', '', '/BitClub Network/', '/BitClub Network/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('bitfufupool', 'marker', '', '/BitFuFu/', '/BitFuFu/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('bitfufupool', 'alias', '', 'BitFuFuPool', 'bitfufupool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('bitfufupool', 'alias', '', 'BitFuFu', 'bitfufu', NULL, 'bitcoin-data/mining-pools@e33b2d6', 'https://github.com/bitcoin-data/mining-pools'),
  ('braiinspool', 'marker', '', '/slush/', '/slush/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('braiinspool', 'alias', '', 'braiins', 'braiins', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('braiinspool', 'alias', '', 'SlushPool', 'slushpool', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('braiinspool', 'alias', '', 'slushpoolcom', 'slushpoolcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('braiinspool', 'alias', '', 'SlushPool.com', 'slushpoolcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('carbonnegative', 'alias', '', 'Carbon Negative (unidentified)', 'carbonnegativeunidentified', NULL, 'bitcoin-data/mining-pools@e33b2d6', 'https://github.com/bitcoin-data/mining-pools'),
  ('ckpool', 'marker', '', '/ckpool.org/', '/ckpool.org/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('eligius', 'marker', '', 'Eligius', 'Eligius', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('f2pool', 'marker', '', '七彩神仙鱼', '七彩神仙鱼', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('f2pool', 'marker', '', 'F2Pool', 'F2Pool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('f2pool', 'marker', '', '🐟', '🐟', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('foundryusa', 'marker', '', '/2cDw/', '/2cDw/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('foundryusa', 'marker', '', 'Foundry USA Pool', 'Foundry USA Pool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('foundryusa', 'alias', '', 'foundrydigital', 'foundrydigital', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('ghashio', 'marker', '', 'ghash.io', 'ghash.io', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('kucoinpool', 'marker', '', 'KuCoinPool', 'KuCoinPool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('kucoinpool', 'alias', '', 'KuCoinPool', 'kucoinpool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('lubiancom', 'marker', '', '/Buffett/', '/Buffett/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('lubiancom', 'marker', '', '/lubian.com/', '/lubian.com/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('luxor', 'marker', '', '/LUXOR/', '/LUXOR/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('luxor', 'marker', '', 'Luxor Tech', 'Luxor Tech', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('luxor', 'alias', '', 'luxortech', 'luxortech', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('marapool', 'marker', '', 'MARA Pool', 'MARA Pool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('marapool', 'marker', '', 'MARA Made in USA', 'MARA Made in USA', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('ocean', 'marker', '', 'OCEAN.XYZ', 'OCEAN.XYZ', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('ocean', 'alias', '', 'Ocean.xyz', 'oceanxyz', NULL, 'bitcoin-data/mining-pools@e33b2d6', 'https://github.com/bitcoin-data/mining-pools'),
  ('poolin', 'marker', '', '/poolin.com', '/poolin.com', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('poolin', 'marker', '', '/poolin/', '/poolin/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('rawpool', 'marker', '', '/Rawpool.com/', '/Rawpool.com/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('rawpool', 'alias', '', 'rawpoolcom', 'rawpoolcom', NULL, 'GraphSense TagPacks', 'https://github.com/graphsense/graphsense-tagpacks'),
  ('sbicrypto', 'marker', '', '/SBICrypto.com Pool/', '/SBICrypto.com Pool/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('sbicrypto', 'marker', '', 'SBI Crypto', 'SBI Crypto', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('sbicrypto', 'marker', '', 'SBICrypto', 'SBICrypto', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('secpool', 'marker', '', 'SecPool', 'SecPool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('spiderpool', 'marker', '', 'SpiderPool', 'SpiderPool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('tigerpool', 'alias', '', 'tiger', 'tiger', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('ultimuspool', 'marker', '', '/ultimus/', '/ultimus/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('viabtc', 'marker', '', '/ViaBTC/', '/ViaBTC/', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('viabtc', 'marker', '', 'viabtc.com deploy', 'viabtc.com deploy', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools'),
  ('whitepool', 'marker', '', 'WhitePool', 'WhitePool', NULL, 'mempool/mining-pools@6abbdc8', 'https://github.com/mempool/mining-pools');
