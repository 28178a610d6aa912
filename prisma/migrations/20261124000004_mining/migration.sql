-- CreateTable
CREATE TABLE "block_pool" (
    "generation" INTEGER NOT NULL,
    "tx_id" BIGINT NOT NULL,
    "pool" TEXT NOT NULL,
    "entity_id" TEXT,
    "method" TEXT NOT NULL,
    "disagreement" JSONB NOT NULL,

    CONSTRAINT "block_pool_pkey" PRIMARY KEY ("generation","tx_id")
);

-- CreateTable
CREATE TABLE "payout" (
    "generation" INTEGER NOT NULL,
    "tx_id" BIGINT NOT NULL,
    "pool" TEXT NOT NULL,
    "entity_id" TEXT,
    "grade" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "members" JSONB NOT NULL,

    CONSTRAINT "payout_pkey" PRIMARY KEY ("generation","tx_id")
);

-- CreateTable
CREATE TABLE "mining_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "claims" BIGINT NOT NULL DEFAULT -1,
    "method" TEXT NOT NULL DEFAULT '',
    "pool_blocks" INTEGER NOT NULL DEFAULT 0,
    "payouts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "mining_state_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "block_pool_generation_pool_tx_id_idx" ON "block_pool"("generation", "pool", "tx_id");

-- CreateIndex
CREATE INDEX "payout_generation_pool_tx_id_idx" ON "payout"("generation", "pool", "tx_id");

INSERT INTO "mining_state" ("id") VALUES (1);
