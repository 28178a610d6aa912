import { toDetectionDto } from "@/lib/features/detection/detection.dto";
import { isSet, textOption, UsageError, type Command, type CommandArgs } from "@/lib/platform/cli/command";
import { detectText } from "@/lib/platform/cli/detect-text";
import { timeOption } from "@/lib/platform/cli/time-option";
import type { Services } from "@/lib/platform/services";

export const detect: Command = {
  name: "detect",
  summary: "Finds laundering through mining in the whole store: round trips, commingling and more, graded by evidence.",
  options: {
    actor: { type: "string", help: "only findings of this entity, by id, name or alias, or by the label of its claims" },
    "from-time": { type: "string", help: "some of the evidence is not before this day or time" },
    "to-time": { type: "string", help: "some of the evidence is not after this day or time" },
    "accepted-only": { type: "boolean", help: "rest on accepted claims only: for the record" },
  },
  run: async (context, args) => {
    const [fromTime, toTime] = [timeOption(args, "from-time", "from"), timeOption(args, "to-time", "to")];
    if (fromTime !== null && toTime !== null && fromTime > toTime) throw new UsageError("--to-time", "lies before --from-time");
    const services = await context.services();
    const request = { actor: await actorOf(services, args), fromTime, toTime, acceptedOnly: isSet(args, "accepted-only") };
    const { detection, run } = await services.findings.hunt(await context.owner(), request, context);
    return { ...toDetectionDto(detection), run };
  },
  text: detectText,
};

/** The name that claims of the actor carry. @throws UsageError when several entities are called so */
async function actorOf({ claimLists }: Services, args: CommandArgs): Promise<string | null> {
  const name = textOption(args, "actor");
  if (name === null) return null;
  const called = await claimLists.entitiesCalled(name);
  const exact = called.find((entity) => entity.id === name || entity.name.toLowerCase() === name.toLowerCase());
  const entity = exact ?? (called.length === 1 ? called[0] : undefined);
  if (entity === undefined && called.length > 1) throw new UsageError("--actor", `“${name}” is what several are called: ${called.map(({ id }) => id).join(", ")}. Name one by its id.`);
  return entity?.name ?? name;
}
