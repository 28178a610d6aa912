// For health checks of containers: ends well when the address answers well. node scripts/health.mjs URL
try {
  const response = await fetch(process.argv[2], { signal: AbortSignal.timeout(8_000) });
  if (!response.ok) process.stderr.write(`${response.status} ${await response.text()}\n`);
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
