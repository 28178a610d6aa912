import type { Tlp } from "@/lib/core/casework/claims";

export const WALLET_EXTENSION = "extension-definition--be78509e-6958-51b1-8b26-d17ee0eba2d7";
export const TRANSACTION_EXTENSION = "extension-definition--151d042d-4dcf-5e44-843f-1024440318e5";
const TLP_EXTENSION_ID = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
const SCHEMAS = "https://raw.githubusercontent.com/muchdogesec/stix2extensions/main/extension-definitions/scos";

const extension = (id: string, name: string, file: string) => ({
  type: "extension-definition", spec_version: "2.1", id, created: "2020-01-01T00:00:00.000Z", modified: "2022-10-01T00:00:00.000Z", name, schema: `${SCHEMAS}/${file}`, version: "1.0", extension_types: ["new-sco"],
});

/** In every bundle, so that strict consumers can resolve what the observables refer to. */
export const EXTENSIONS = [extension(WALLET_EXTENSION, "Cryptocurrency Wallet", "cryptocurrency-wallet.json"), extension(TRANSACTION_EXTENSION, "Cryptocurrency Transaction", "cryptocurrency-transaction.json")];

export const TLP_EXTENSION = {
  type: "extension-definition", spec_version: "2.1", id: TLP_EXTENSION_ID, created: "2022-10-01T00:00:00.000Z", modified: "2022-10-01T00:00:00.000Z", name: "Traffic Light Protocol 2.0",
  schema: "https://github.com/oasis-open/cti-stix-common-objects/tree/main/extension-definition-specifications/tlp-2.0", version: "1.0.0", extension_types: ["property-extension"],
};

/** The marking definitions that OASIS publishes for TLP 2.0. */
const TLP_MARKINGS: Readonly<Record<Tlp, string>> = {
  clear: "94868c89-83c2-464b-929b-a1a8aa3c8487",
  green: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  amber: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  "amber+strict": "939a9414-2ddd-4d32-a0cd-375ea402b003",
  red: "e828b379-4e03-4974-9ac4-e53a884c97c1",
};

export const markingOf = (tlp: Tlp) => ({
  type: "marking-definition", spec_version: "2.1", id: `marking-definition--${TLP_MARKINGS[tlp]}`, created: "2022-10-01T00:00:00.000Z", name: `TLP:${tlp.toUpperCase()}`,
  extensions: { [TLP_EXTENSION_ID]: { extension_type: "property-extension", tlp_2_0: tlp } },
});
