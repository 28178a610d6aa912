-- CreateTable
CREATE TABLE "link" (
    "generation" INTEGER NOT NULL,
    "address_id" BIGINT NOT NULL,
    "next_id" BIGINT NOT NULL,
    "tx_id" BIGINT,
    "rule" SMALLINT NOT NULL,

    CONSTRAINT "link_pkey" PRIMARY KEY ("generation","address_id")
);
