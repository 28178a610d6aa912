-- AlterTable
ALTER TABLE "ledger_state" ADD COLUMN     "grown_from" BIGINT NOT NULL DEFAULT -1,
ADD COLUMN     "grown_to" BIGINT NOT NULL DEFAULT -1;

-- AlterTable
ALTER TABLE "analysis_state" ADD COLUMN     "reach" JSONB NOT NULL DEFAULT '{}';
