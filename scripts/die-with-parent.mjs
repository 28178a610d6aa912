// Preloaded into every child of `npm start`. The channel to the parent closes when the parent is gone, also by kill -9: the
// child then leaves like after SIGTERM, and by force when that takes too long. Processes that the child starts inherit the
// preload; their channel is none of our business.
if (process.channel && process.env.ASSAY_PARENT === String(process.ppid)) {
  process.channel.unref();
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    process.kill(process.pid, "SIGTERM");
  });
}
