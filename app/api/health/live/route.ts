/** The process answers; nothing else is touched. */
export const GET = (): Response => Response.json({ live: true }, { headers: { "cache-control": "no-store" } });
