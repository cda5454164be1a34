// What `node bench/scale/counting.mjs` starts for each log: counts it, and prints what that took.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../../scripts/install.mjs';
import { usage } from '../log-reading/usage.mjs';

const [, , path, minShoppers] = process.argv;
const { module } = await runnerImport(resolve(import.meta.dirname, 'count-log.ts'), { root, configFile: false });
const start = performance.now();
const before = process.resourceUsage();
const steps = await module.countLog(path, Number(minShoppers));
const loading = (before.userCPUTime + before.systemCPUTime) / 1e6;
const { megabytes, seconds } = usage(start);
console.log(JSON.stringify({ steps, seconds, megabytes, loadingSeconds: Number(loading.toFixed(2)) }));
