/**
 * Preloaded into a measured process: at its end it writes, as the last line of its output, what it
 * used. The app itself knows nothing of it.
 */
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const usage = {
    cpu: (user + system) / 1e6,
    memory: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(usage)}\n`);
});
