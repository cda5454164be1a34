// Servers that a measurement starts: where they listen, and when they answer.
import { createServer } from 'node:net';

/** Ports that are free now, so many. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const ports = servers.map((server) => server.address().port);
  for (const server of servers) await new Promise((closed) => server.close(closed));
  return ports;
}

/** Waits for a server, which takes as long as it takes on a busy machine. */
export async function reached(port) {
  for (let tries = 0; tries < 600; tries++) {
    const answers = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await new Promise((waited) => setTimeout(waited, 500));
  }
  throw new Error(`Nothing answers at port ${port}.`);
}
