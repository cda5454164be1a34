// Secure aggregation for the Flower app: the package's own `vitrine/aggregation`, asked by lines of JSON on standard input, one answer a
// line. A round is one process.
import { createInterface } from 'node:readline';
import { Aggregator } from 'vitrine/aggregation';

let aggregator;
const asked = {
  start({ task, length }) {
    aggregator = new Aggregator(task, length);
  },
  receive: ({ message }) => aggregator.receive(message),
  next: () => Object.fromEntries(aggregator.next()),
  async sum() {
    const { sum, survivors } = await aggregator.sum();
    return { survivors, sum: Buffer.from(sum.buffer).toString('base64') };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...rest } = JSON.parse(line);
  let answer;
  try {
    answer = { done: (await asked[ask](rest)) ?? null };
  } catch (thrown) {
    if (thrown.code !== 'federated-refused') throw thrown;
    answer = { refused: thrown.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
