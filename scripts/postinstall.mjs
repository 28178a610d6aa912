// After `npm ci`: the Prisma client. Must not fail the installation: whatever needs the client generates it again.
import { existsSync } from "node:fs";
import path from "node:path";
import { ensurePrismaClient, ROOT } from "./prepare.mjs";

// In an image the packages may be installed before the sources are there.
const complaint = existsSync(path.join(ROOT, "prisma/schema.prisma")) ? ensurePrismaClient() : null;
if (complaint !== null) process.stderr.write(`${complaint}\nIt is generated again by whatever needs it.\n`);
