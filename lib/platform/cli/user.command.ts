import { ROLES_OF_PEOPLE } from "@/lib/core/policy/policy";
import { linkPath, toPersonDto } from "@/lib/features/accounts/accounts.dto";
import type { IssuedLink } from "@/lib/features/accounts/people.service";
import { originOf } from "@/lib/platform/boot/port";
import { choiceOption, isSet, UsageError, type Command, type CommandContext } from "@/lib/platform/cli/command";

/** The document of whoever makes a link; nothing else ever holds it. */
const issued = ({ env }: CommandContext, link: IssuedLink) => ({
  ...toPersonDto(link.account),
  link: `${env.publicUrl ?? originOf(env.host, env.port)}${linkPath(link.token)}`,
  expiresAt: link.expiresAt.toISOString(),
});

const said = ({ email, role, link, expiresAt }: ReturnType<typeof issued>): string =>
  `${email}, ${role}. Send them this link; it lets whoever has it choose the password, once, until ${expiresAt.slice(0, 16).replace("T", " ")} UTC:\n\n${link}\n`;

export const userCreate: Command = {
  name: "user create",
  summary: "Makes an account and prints a one-time link with which its holder chooses a password.",
  positionals: [{ name: "EMAIL" }],
  options: { role: { type: "string", help: `one of ${ROLES_OF_PEOPLE.join(", ")}` } },
  run: async (context, args) => {
    const [email = ""] = args.positionals;
    const role = choiceOption(args, "role", ROLES_OF_PEOPLE);
    if (role === null) throw new UsageError("--role", `say what they may do: one of ${ROLES_OF_PEOPLE.join(", ")}`);
    const { people } = await context.services();
    return issued(context, await people.create(await context.owner(), { email, role }));
  },
  text: said,
};

export const userReset: Command = {
  name: "user reset",
  summary: "Prints a one-time link with which the holder of an account chooses a new password; an earlier link stops working.",
  positionals: [{ name: "EMAIL" }],
  options: { "second-factor": { type: "boolean", help: "also remove the second factor, for somebody who lost the app and the recovery codes" } },
  run: async (context, args) => {
    const [email = ""] = args.positionals;
    const { people } = await context.services();
    return issued(context, await people.reset(await context.owner(), { email }, { removeFactor: isSet(args, "second-factor") }));
  },
  text: said,
};

export const userList: Command = {
  name: "user list",
  summary: "Lists the accounts beside the local owner's.",
  run: async (context) => {
    const { people } = await context.services();
    return { users: (await people.list(await context.owner())).map(toPersonDto) };
  },
};
