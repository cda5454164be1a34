// Counts the lines of a file, and prints what that took.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { usage } from './usage.mjs';

const start = performance.now();
let lines = 0;
for await (const _ of createInterface({ input: createReadStream(process.argv[2]) })) lines++;
console.log(JSON.stringify({ lines, ...usage(start) }));
