import type { Server } from 'node:http';

/** Serves a folder on the first free port from `port` on; 0 takes any. */
export function serve(folder: string, port: number): Promise<{ address: string; server: Server }>;
