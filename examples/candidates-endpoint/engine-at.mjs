/**
 * An engine by its HTTP interface: `post` and `put` send a body to a path and give the answer, read.
 * @throws Error where the engine refuses, or takes longer than two seconds
 */
export function engineAt(address, headers) {
  const call = (method) => async (path, body) => {
    const response = await fetch(new URL(path, address), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(2_000),
    });
    if (!response.ok) throw new Error(`${path}: status ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return { post: call('POST'), put: call('PUT') };
}
