"use client";

import { useState } from "react";
import { ScreeningForm } from "@/components/screening/screening-form";
import { ScreeningResults } from "@/components/screening/screening-results";
import { Page } from "@/components/shell/page";
import { useScreening } from "@/lib/features/screening/screening.queries";

/** For those who pay many addresses and want to know whom: a pool's compliance officer, say. */
export function ScreeningView() {
  const screening = useScreening();
  const [asking, setAsking] = useState(true);
  return (
    <Page
      fill
      title="Screening"
      lead="Addresses against claims, findings, and where their money came from and went. Neither the addresses nor the answer are stored. “No hit” says what the store knows, and clears nobody."
    >
      {asking || screening.data === undefined ? (
        <ScreeningForm busy={screening.isPending} error={screening.error} onScreen={(addresses) => { screening.mutate(addresses, { onSuccess: () => { setAsking(false); } }); }} />
      ) : (
        <ScreeningResults screening={screening.data} onAgain={() => { setAsking(true); }} />
      )}
    </Page>
  );
}
