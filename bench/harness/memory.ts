interface Memory {
  bytes: number;
  breakdown: { bytes: number; attribution: { scope: string }[] }[];
}

declare global {
  interface Performance {
    measureUserAgentSpecificMemory(): Promise<Memory>;
  }
}

/** Bytes of heap and buffers after a garbage collection, as the browser counts them. */
export async function measureMemory(): Promise<{ workers: number; page: number }> {
  const { breakdown } = await performance.measureUserAgentSpecificMemory();
  const of = (scope: string): number =>
    breakdown.reduce(
      (sum, { bytes, attribution }) => sum + (attribution.some((where) => where.scope === scope) ? bytes : 0),
      0,
    );
  return { workers: of('DedicatedWorkerGlobalScope'), page: of('Window') };
}
