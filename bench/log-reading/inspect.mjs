// Runs `vitrine inspect` on a file, and prints what that took.
import { resolve } from 'node:path';
import { usage } from './usage.mjs';

const start = performance.now();
const [node, , path] = process.argv;
process.argv = [node, 'vitrine', 'inspect', path];
process.on('exit', () => console.log(JSON.stringify(usage(start))));
await import(resolve(import.meta.dirname, '../../dist/cli/vitrine.js'));
