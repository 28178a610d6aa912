import { readOwnerToken } from "@/lib/platform/auth/owner-token";
import { originOf } from "@/lib/platform/boot/port";
import type { Command } from "@/lib/platform/cli/command";

export const ownerUrl: Command = {
  name: "owner url",
  summary: "Prints the address that signs the owner of this data folder in.",
  run: async ({ env }) => ({ url: `${originOf(env.host, env.port)}/sign-in?token=${await readOwnerToken(env.home)}` }),
  text: ({ url }: { url: string }) => `${url}\n`,
};
