// What this process has used so far.
export function usage(start) {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    seconds: Number(((performance.now() - start) / 1000).toFixed(2)),
    processorSeconds: Number(((userCPUTime + systemCPUTime) / 1e6).toFixed(2)),
    megabytes: Math.round((maxRSS * 1024) / 1e6),
  };
}
