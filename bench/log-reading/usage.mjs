import { readFileSync } from 'node:fs';

// What this process has used so far. The peak is read from Linux's own account of this program: `maxRSS` begins with the
// memory of the process that started it.
export function usage(start) {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const [, peak] = readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s*(\d+)/);
  return {
    seconds: Number(((performance.now() - start) / 1000).toFixed(2)),
    processorSeconds: Number(((userCPUTime + systemCPUTime) / 1e6).toFixed(2)),
    megabytes: Math.round((Number(peak) * 1024) / 1e6),
  };
}
