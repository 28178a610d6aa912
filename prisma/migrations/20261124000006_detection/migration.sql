-- CreateTable
CREATE TABLE "detection_run" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "method" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "request" JSONB NOT NULL,
    "whole" BOOLEAN NOT NULL,
    "generation" INTEGER NOT NULL,
    "ledger_version" BIGINT NOT NULL,
    "claims" BIGINT NOT NULL,
    "data_heights" JSONB NOT NULL,
    "found" INTEGER NOT NULL,
    "added" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "gone" INTEGER NOT NULL,

    CONSTRAINT "detection_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "network" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disposition" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT,
    "disposed_by" UUID,
    "disposed_at" TIMESTAMPTZ(3),
    "disposed_version" INTEGER,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_version" (
    "finding_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "run_id" UUID NOT NULL,
    "document" JSONB NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "finding_version_pkey" PRIMARY KEY ("finding_id","version")
);

-- CreateTable
CREATE TABLE "finding_address" (
    "address" TEXT NOT NULL,
    "network" SMALLINT NOT NULL,
    "finding_id" TEXT NOT NULL,

    CONSTRAINT "finding_address_pkey" PRIMARY KEY ("address","network","finding_id")
);

-- CreateIndex
CREATE INDEX "detection_run_whole_at_idx" ON "detection_run"("whole", "at");

-- CreateIndex
CREATE INDEX "finding_rank_id_idx" ON "finding"("rank" DESC, "id");

-- CreateIndex
CREATE INDEX "finding_address_finding_id_idx" ON "finding_address"("finding_id");
