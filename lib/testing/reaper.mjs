// Waits until the test run is over, however it ended (this process reads from a pipe that closes with its parent), then
// kills the throw-away Postgres and removes its folders.
// node reaper.mjs PID FOLDER…
import { rmSync } from "node:fs";

const [pid, ...folders] = process.argv.slice(2);

process.stdin.resume();
process.stdin.once("close", () => {
  try {
    process.kill(Number(pid), "SIGQUIT");
  } catch {
    // it is gone already
  }
  const remove = () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const wait = setInterval(() => {
    try {
      process.kill(Number(pid), 0);
    } catch {
      clearInterval(wait);
      remove();
    }
  }, 50);
});
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => undefined); // Ctrl-C goes to the whole group; the pipe decides
