import { readiness } from "@/lib/platform/readiness";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const { ready, reasons } = await readiness();
  return Response.json({ ready, reasons }, { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
