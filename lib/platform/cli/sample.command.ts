import type { Command } from "@/lib/platform/cli/command";

/** What `npm start` does on the first run. */
export const sampleLoad: Command = {
  name: "sample load",
  summary: "Loads the synthetic sample and its demo case, as the first `npm start` does.",
  run: async (context) => {
    const { sample } = await context.services();
    return sample.load(await context.owner(), context.signal);
  },
};
