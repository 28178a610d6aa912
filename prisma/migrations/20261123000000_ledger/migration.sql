-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "ledger_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL DEFAULT 0,
    "next_tx" BIGINT NOT NULL DEFAULT 1,
    "next_address" BIGINT NOT NULL DEFAULT 1,
    "next_block" BIGINT NOT NULL DEFAULT 1,

    CONSTRAINT "ledger_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "network" SMALLINT NOT NULL,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "block" (
    "id" BIGINT NOT NULL,
    "network" SMALLINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "prev_hash" BYTEA,
    "height" INTEGER,
    "height_source" TEXT,
    "time" BIGINT NOT NULL,
    "bits" BIGINT,
    "size" INTEGER,
    "tx_count" INTEGER,
    "main" BOOLEAN NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "stale" BOOLEAN NOT NULL DEFAULT false,
    "source_id" INTEGER NOT NULL,

    CONSTRAINT "block_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tx" (
    "id" BIGINT NOT NULL,
    "network" SMALLINT NOT NULL,
    "txid" BYTEA NOT NULL,
    "block_id" BIGINT,
    "position" INTEGER,
    "ord" BIGINT NOT NULL,
    "time" BIGINT,
    "fee" BIGINT,
    "version" BIGINT,
    "locktime" BIGINT,
    "size" INTEGER,
    "weight" INTEGER,
    "input_count" INTEGER NOT NULL,
    "output_count" INTEGER NOT NULL,
    "status" SMALLINT NOT NULL,
    "flags" SMALLINT NOT NULL,
    "source_id" INTEGER NOT NULL,

    CONSTRAINT "tx_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tx_place" (
    "tx_id" BIGINT NOT NULL,
    "block_id" BIGINT NOT NULL,
    "position" INTEGER,

    CONSTRAINT "tx_place_pkey" PRIMARY KEY ("tx_id","block_id")
);

-- CreateTable
CREATE TABLE "address" (
    "id" BIGINT NOT NULL,
    "network" SMALLINT NOT NULL,
    "script_hash" BYTEA NOT NULL,
    "script" BYTEA NOT NULL,
    "text" TEXT,
    "type" SMALLINT NOT NULL,

    CONSTRAINT "address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_alias" (
    "text" TEXT NOT NULL,
    "network" SMALLINT NOT NULL,
    "address_id" BIGINT NOT NULL,

    CONSTRAINT "address_alias_pkey" PRIMARY KEY ("text","network","address_id")
);

-- CreateTable
CREATE TABLE "output" (
    "tx_id" BIGINT NOT NULL,
    "n" INTEGER NOT NULL,
    "address_id" BIGINT,
    "value" BIGINT NOT NULL,
    "data" BYTEA,

    CONSTRAINT "output_pkey" PRIMARY KEY ("tx_id","n")
);

-- CreateTable
CREATE TABLE "input" (
    "tx_id" BIGINT NOT NULL,
    "n" INTEGER NOT NULL,
    "prev_tx_id" BIGINT,
    "prev_n" INTEGER NOT NULL,
    "address_id" BIGINT,
    "value" BIGINT,
    "sequence" BIGINT,

    CONSTRAINT "input_pkey" PRIMARY KEY ("tx_id","n")
);

-- CreateTable
CREATE TABLE "pending_input" (
    "prev_txid" BYTEA NOT NULL,
    "prev_n" INTEGER NOT NULL,
    "network" SMALLINT NOT NULL,
    "tx_id" BIGINT NOT NULL,
    "n" INTEGER NOT NULL,

    CONSTRAINT "pending_input_pkey" PRIMARY KEY ("prev_txid","prev_n","network","tx_id","n")
);

-- CreateTable
CREATE TABLE "coinbase" (
    "tx_id" BIGINT NOT NULL,
    "script" BYTEA NOT NULL,

    CONSTRAINT "coinbase_pkey" PRIMARY KEY ("tx_id")
);

-- CreateTable
CREATE TABLE "ledger_flag" (
    "id" BIGSERIAL NOT NULL,
    "network" SMALLINT NOT NULL,
    "subject" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_flag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_coverage" (
    "network" SMALLINT NOT NULL,
    "script_hash" BYTEA NOT NULL,
    "text" TEXT NOT NULL,
    "source_id" INTEGER NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "tip_height" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "address_coverage_pkey" PRIMARY KEY ("script_hash","network","source_id")
);

-- CreateTable
CREATE TABLE "outbound_request" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "status" INTEGER,
    "bytes" INTEGER,
    "millis" INTEGER,
    "error" TEXT,

    CONSTRAINT "outbound_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "analysis_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "previous" INTEGER NOT NULL DEFAULT 0,
    "next_generation" INTEGER NOT NULL DEFAULT 1,
    "ledger_version" BIGINT NOT NULL DEFAULT -1,
    "method" TEXT NOT NULL DEFAULT '',
    "stats" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_by" TEXT,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "analysis_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wallet" (
    "generation" INTEGER NOT NULL,
    "id" BIGINT NOT NULL,
    "network" SMALLINT NOT NULL,
    "address_count" INTEGER NOT NULL,
    "tx_count" INTEGER NOT NULL,
    "received" BIGINT NOT NULL,
    "sent" BIGINT NOT NULL,
    "first_time" BIGINT,
    "last_time" BIGINT,
    "in_parties" INTEGER NOT NULL DEFAULT 0,
    "out_parties" INTEGER NOT NULL DEFAULT 0,
    "synthetic" BOOLEAN NOT NULL,

    CONSTRAINT "wallet_pkey" PRIMARY KEY ("generation","id")
);

-- CreateTable
CREATE TABLE "address_summary" (
    "generation" INTEGER NOT NULL,
    "address_id" BIGINT NOT NULL,
    "wallet_id" BIGINT NOT NULL,
    "tx_count" INTEGER NOT NULL,
    "received" BIGINT NOT NULL,
    "sent" BIGINT NOT NULL,
    "first_time" BIGINT,
    "last_time" BIGINT,

    CONSTRAINT "address_summary_pkey" PRIMARY KEY ("generation","address_id")
);

-- CreateTable
CREATE TABLE "address_tx" (
    "generation" INTEGER NOT NULL,
    "address_id" BIGINT NOT NULL,
    "ord" BIGINT NOT NULL,
    "tx_id" BIGINT NOT NULL,
    "wallet_id" BIGINT NOT NULL,
    "received" BIGINT NOT NULL,
    "sent" BIGINT NOT NULL,

    CONSTRAINT "address_tx_pkey" PRIMARY KEY ("generation","address_id","ord","tx_id")
);

-- CreateTable
CREATE TABLE "flow" (
    "generation" INTEGER NOT NULL,
    "src" BIGINT NOT NULL,
    "dst" BIGINT NOT NULL,
    "tx_count" INTEGER NOT NULL,
    "value" BIGINT NOT NULL,
    "first_time" BIGINT,
    "last_time" BIGINT,

    CONSTRAINT "flow_pkey" PRIMARY KEY ("generation","src","dst")
);

-- CreateTable
CREATE TABLE "coinjoin" (
    "generation" INTEGER NOT NULL,
    "tx_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "confidence" SMALLINT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "coinjoin_pkey" PRIMARY KEY ("generation","tx_id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "case_file" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "case_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "graph" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "document" JSONB NOT NULL,
    "updated_by" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "graph_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entity" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT NOT NULL,

    CONSTRAINT "entity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "current" BOOLEAN NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "network" SMALLINT NOT NULL,
    "subject_key" BYTEA NOT NULL,
    "subject_text" TEXT NOT NULL,
    "role" TEXT,
    "entity_id" TEXT,
    "label" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "source_name" TEXT,
    "source_url" TEXT,
    "source_quote" TEXT,
    "source_date" DATE,
    "method" TEXT,
    "reliability" TEXT,
    "credibility" SMALLINT,
    "likelihood" TEXT,
    "tlp" TEXT,
    "note" TEXT,
    "status" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "case_id" UUID,
    "author_id" UUID NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id","version")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "case_id" UUID,
    "payload" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "job" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "progress" JSONB NOT NULL DEFAULT '{}',
    "checkpoint" JSONB NOT NULL DEFAULT '{}',
    "result" JSONB,
    "error" TEXT,
    "account_id" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "leased_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_kind_name_network_synthetic_key" ON "source"("kind", "name", "network", "synthetic");

-- CreateIndex
CREATE INDEX "block_network_height_idx" ON "block"("network", "height");

-- CreateIndex
CREATE INDEX "block_prev_hash_network_idx" ON "block"("prev_hash", "network");

-- CreateIndex
CREATE UNIQUE INDEX "block_hash_network_key" ON "block"("hash", "network");

-- CreateIndex
CREATE INDEX "tx_block_id_position_idx" ON "tx"("block_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "tx_txid_network_key" ON "tx"("txid", "network");

-- CreateIndex
CREATE INDEX "tx_place_block_id_idx" ON "tx_place"("block_id");

-- CreateIndex
CREATE UNIQUE INDEX "address_script_hash_network_key" ON "address"("script_hash", "network");

-- CreateIndex
CREATE INDEX "input_prev_tx_id_prev_n_idx" ON "input"("prev_tx_id", "prev_n");

-- CreateIndex
CREATE INDEX "pending_input_tx_id_n_idx" ON "pending_input"("tx_id", "n");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_flag_subject_network_reason_key" ON "ledger_flag"("subject", "network", "reason");

-- CreateIndex
CREATE INDEX "address_summary_generation_wallet_id_address_id_idx" ON "address_summary"("generation", "wallet_id", "address_id");

-- CreateIndex
CREATE INDEX "address_tx_generation_wallet_id_ord_tx_id_idx" ON "address_tx"("generation", "wallet_id", "ord", "tx_id");

-- CreateIndex
CREATE INDEX "flow_generation_src_value_idx" ON "flow"("generation", "src", "value" DESC);

-- CreateIndex
CREATE INDEX "flow_generation_dst_value_idx" ON "flow"("generation", "dst", "value" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "account_name_key" ON "account"("name");

-- CreateIndex
CREATE INDEX "graph_case_id_idx" ON "graph"("case_id");

-- CreateIndex
CREATE INDEX "claim_subject_key_network_current_idx" ON "claim"("subject_key", "network", "current");

-- CreateIndex
CREATE INDEX "claim_entity_id_current_idx" ON "claim"("entity_id", "current");

-- CreateIndex
CREATE INDEX "claim_case_id_current_idx" ON "claim"("case_id", "current");

-- CreateIndex
CREATE INDEX "audit_event_case_id_seq_idx" ON "audit_event"("case_id", "seq");

-- CreateIndex
CREATE INDEX "job_status_created_at_idx" ON "job"("status", "created_at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "graph" ADD CONSTRAINT "graph_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- The single rows that hold state.
INSERT INTO "ledger_state" ("id") VALUES (1);
INSERT INTO "analysis_state" ("id") VALUES (1);

-- Entities that Assay ships, without addresses (lib/core/casework/claims.ts).
INSERT INTO "entity" ("id", "name", "category") VALUES
  ('apt43', 'APT43', 'state-actor'),
  ('nicehash', 'NiceHash', 'hash-rental'),
  ('hashing24', 'Hashing24', 'cloud-mining');
