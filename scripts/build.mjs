// `npm run build`: the pages, built as `npm start` builds them, so that the next start need not.
import { importFrom, ROOT, registerTypeScript } from "./prepare.mjs";
import { spawnSync } from "node:child_process";

await registerTypeScript();
const { forgetBuild, isBuildCurrent, sourceHash, stampBuild } = await importFrom("lib/platform/boot/build.ts");
const hash = sourceHash(ROOT);
if (isBuildCurrent(ROOT, hash)) {
  process.stdout.write("The build is current.\n");
} else {
  forgetBuild(ROOT);
  const run = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], { cwd: ROOT, stdio: "inherit", env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } });
  if (run.status === 0) stampBuild(ROOT, hash);
  process.exitCode = run.status ?? 1;
}
