/** Run by tests as a process of its own: starts or attaches to the Postgres of a data folder and prints what it found. */
import { startEmbedded } from "@/lib/platform/db/embedded";

const [home = ""] = process.argv.slice(2);
const { pid, port, started } = await startEmbedded(home);
process.stdout.write(`${JSON.stringify({ pid, port, started })}\n`);
