import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { serve } from './serve.mjs';

const folder = mkdtempSync(resolve(tmpdir(), 'vitrine-serve-'));
writeFileSync(resolve(folder, 'index.html'), 'The shop.');

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, listening));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('where the port is taken another one is, and that is said', async () => {
  const taken = await takenPort();
  const said: string[] = [];
  const { address, server } = await serve(folder, taken, (line) => said.push(line));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  expect(port).toBeGreaterThan(taken);
  expect(said).toEqual([
    expect.stringContaining(`Port ${taken} is taken: this is port ${port}.`),
    `The demo shop is open: http://localhost:${port}/`,
  ]);
  expect(await (await fetch(address)).text()).toBe('The shop.');
});

test('where the port is free nothing but the address is said', async () => {
  const said: string[] = [];
  const { address, server } = await serve(folder, 0, (line) => said.push(line));
  closing.push(() => server.close());
  expect(said.at(-1)).toBe(`The demo shop is open: ${address}`);
});

test('where none can be opened the error says which, why, and what to do', async () => {
  await expect(serve(folder, 70_000)).rejects.toThrow(/^No port could be opened at 70000: .+ PORT=8080 npm start$/);
});
