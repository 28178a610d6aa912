import { expect, it } from "vitest";
import { screeningCsv } from "@/components/screening/screening-csv";
import type { ScreenResultDto } from "@/lib/features/screening/screening.contract";

it("is a table without formulas, with amounts in satoshis", () => {
  const result: ScreenResultDto = {
    address: "tb1q", network: "testnet3", known: true, verdict: "review", reasons: [{ code: "received-from", text: "=SUM(A1)" }], moreDirect: 0, open: { from: 0.25, to: null }, findings: [], complete: false,
    direct: [{ claimId: "00000000-0000-4000-8000-000000000000", entity: null, label: "@me", category: "exchange", role: null, source: null, status: "proposed", inherited: true }],
    indirect: [{ direction: "from", category: "hack", entity: "A theft", value: "5000", share: 0.5, hops: 2 }],
  };
  const [head, row] = screeningCsv([result]).split("\r\n");
  expect(head).toBe('\ufeff"address","network","verdict","reasons","direct","received_from","sent_to","findings","open_share_received","open_share_sent","known","history_complete"');
  expect(row).toBe(`"tb1q","testnet3","review","'=SUM(A1)","'@me (exchange, same wallet)","A theft (hack): 5000 sat, share 0.5, 2 hops","","","0.25","","yes","no"`);
});
