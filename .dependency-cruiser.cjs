const TEST = "[.]test[.]tsx?$|^lib/testing/|^e2e/";
const rule = (name, from, to) => ({ name, severity: "error", from: { pathNot: TEST, ...from }, to });

module.exports = {
  forbidden: [
    rule("no-cycles", {}, { circular: true }),
    rule("core-is-pure", { path: "^lib/core/" }, { pathNot: "^lib/core/" }),
    rule("contracts-know-core-and-zod", { path: "[.]contract[.]ts$" }, { pathNot: "^lib/core/|[.]contract[.]ts$|node_modules/zod/" }),
    rule("services-know-no-technology", { path: "[.]service[.]ts$" }, { pathNot: "^lib/core/|[.]service[.]ts$|[.]ports[.]ts$" }),
    rule("ports-know-core", { path: "[.]ports[.]ts$" }, { pathNot: "^lib/core/|[.]ports[.]ts$" }),
    rule("only-repositories-touch-the-database", { pathNot: `[.]repository[.]ts$|^lib/platform/|^prisma/|^scripts/schema-engine[.]mjs$|${TEST}` }, { path: "^lib/platform/db/|node_modules/(@prisma|pg|pg-copy-streams)/" }),
    // The audit event is written by every repository, in the transaction of the change it tells of.
    rule("a-feature-keeps-its-repository-private", { pathNot: `^lib/platform/(services[.]ts$|wiring/)|[.]repository[.]ts$|${TEST}` }, { path: "[.]repository[.]ts$" }),
    rule("repositories-share-only-the-audit", { path: "[.]repository[.]ts$" }, { path: "[.]repository[.]ts$", pathNot: "^lib/features/audit/" }),
    rule("browser-code-stays-in-the-browser", { path: "^components/|[.]queries[.]ts$|^lib/client/" }, { path: "^lib/platform/|[.](service|repository|ports)[.]ts$|^app/" }),
    rule("pages-use-components-and-queries", { path: "^app/.*(page|layout|loading|error|not-found|providers)[.]tsx$" }, { path: "^lib/platform/|[.](service|repository)[.]ts$" }),
    rule("lib-never-imports-ui", { path: "^lib/" }, { path: "^(app|components)/" }),
    rule("ui-kit-knows-no-feature", { path: "^components/ui/" }, { path: "^lib/features/|^components/(?!ui/)" }),
    rule("production-code-imports-no-test-code", { path: "^(app|components|lib|scripts)/" }, { path: TEST }),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|^lib/platform/db/generated" },
    exclude: { path: "^lib/platform/db/generated/.+/|^[.]next/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
  },
};
