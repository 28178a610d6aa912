import { ScreeningBody, ScreeningDto } from "@/lib/features/screening/screening.contract";
import { toScreeningDto } from "@/lib/features/screening/screening.dto";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** Reads only: neither the addresses nor the answer are stored. */
export const POST = route({ action: "screening.run", body: ScreeningBody, reply: ScreeningDto }, async ({ body, request }) => {
  const { screening, findings } = services();
  const asked = body.addresses.map((address, i) => ({ address, position: `line ${i + 1}` }));
  const [found, { run }] = await Promise.all([screening.screen(asked, { signal: request.signal }), findings.asOf()]);
  return toScreeningDto(found, run?.at ?? null);
});
