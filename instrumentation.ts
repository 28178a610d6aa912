/** Next calls it once in each runtime, before the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { stampClientAddresses } = await import("@/lib/platform/auth/client-address");
  stampClientAddresses();
}
