-- CreateTable
CREATE TABLE "wallet_link" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "current" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "network" SMALLINT NOT NULL,
    "one_key" BYTEA NOT NULL,
    "one_text" TEXT NOT NULL,
    "other_key" BYTEA NOT NULL,
    "other_text" TEXT NOT NULL,
    "txid" BYTEA,
    "output_n" INTEGER,
    "reason" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "case_id" UUID,
    "author_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wallet_link_pkey" PRIMARY KEY ("id","version")
);

-- CreateIndex
CREATE INDEX "wallet_link_network_current_idx" ON "wallet_link"("network", "current");

-- CreateIndex
CREATE INDEX "wallet_link_txid_idx" ON "wallet_link"("txid");
