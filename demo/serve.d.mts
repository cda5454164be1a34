import type { Server } from 'node:http';

/** Serves a folder on the first free port from `port` on; 0 takes any. `say` is told what a person should read. */
export function serve(
  folder: string,
  port: number,
  say?: (line: string) => void,
): Promise<{ address: string; server: Server }>;
