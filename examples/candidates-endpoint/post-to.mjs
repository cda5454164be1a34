/** @returns what posts a body to a path of an engine and gives its answer, read. @throws Error where the engine refuses */
export const postTo = (address, headers) => async (path, body) => {
  const response = await fetch(new URL(path, address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(2_000),
  });
  if (!response.ok) throw new Error(`${path}: status ${response.status}: ${await response.text()}`);
  return response.json();
};
