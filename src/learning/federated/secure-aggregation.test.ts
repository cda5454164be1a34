import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VitrineError } from '../../contract/errors.ts';
import type {
  ClientMessage,
  CohortMessage,
  SealedSharesMessage,
  ServerMessage,
  SurvivorsMessage,
} from '../../contract/federated.ts';
import { Aggregator } from './aggregator.ts';
import { Signer } from './messages.ts';
import { secureAggregation } from './secure-aggregation.ts';
import { playRound, taskOf } from './testing/run-round.ts';

const PATIENCE = 120_000;
const refusal = expect.objectContaining({ code: 'federated-refused', remedy: expect.stringMatching(/./) });

/** Modulo 2³², as the ring has it. */
function sumOf(vectors: readonly Int32Array[]): number[] {
  return Array.from(vectors[0], (_, i) => vectors.reduce((sum, vector) => (sum + vector[i]) | 0, 0));
}

const vectors = (count: number, length = 5): fc.Arbitrary<Int32Array[]> =>
  fc.array(fc.int32Array({ minLength: length, maxLength: length }), { minLength: count, maxLength: count });

test(
  'the server learns the exact sum of all who sent a masked input, whoever drops out in whatever phase',
  async () => {
    const round = fc
      .integer({ min: 3, max: 9 })
      .chain((count) =>
        fc.tuple(vectors(count), fc.array(fc.integer({ min: 0, max: 4 }), { minLength: count, maxLength: count })),
      );
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(round, async ([given, stay]) => {
        // Most stay: else there would seldom be a sum.
        const messages = stay.map((count, i) => (i % 3 === 0 ? count : 4));
        const played = await playRound(taskOf(), given, { messages }).catch((thrown) => {
          expect(thrown).toEqual(refusal);
        });
        if (played === undefined) return;
        try {
          const { sum, survivors } = await played.aggregator.sum();
          expect(Array.from(sum)).toEqual(sumOf(played.summed));
          expect(survivors).toHaveLength(played.summed.length);
          exact++;
        } catch (thrown) {
          expect(thrown).toEqual(refusal);
        }
      }),
      { numRuns: 25 },
    );
    expect(exact).toBeGreaterThan(8);
  },
  PATIENCE,
);

test.each<[number, number | undefined, string]>([
  [9, undefined, 'all others'],
  [5, 12, '12 of the others'],
])(
  '%d of 30 drop out, in all phases, and the sum is exact where each shares secrets with (%s) %s',
  async (dropouts, peers) => {
    const given = Array.from({ length: 30 }, () => crypto.getRandomValues(new Int32Array(40)));
    const messages = given.map((_, i) => (i < dropouts ? 1 + (i % 3) : 4));
    const options = peers === undefined ? {} : { peers };
    const { aggregator, summed } = await playRound(taskOf({ survivors: 21 }), given, { messages, options });
    expect(summed).toHaveLength(30 - messages.filter((count) => count < 3).length);
    expect(Array.from((await aggregator.sum()).sum)).toEqual(sumOf(summed));
  },
  PATIENCE,
);

test(
  'a masked input tells nothing: the same vector is another one each time, and evenly spread',
  async () => {
    const given = Array.from({ length: 3 }, () => new Int32Array(4_000));
    const inputs: string[] = [];
    await playRound(taskOf(), given, {
      messages: [4, 4, 4],
      onMessage: (message) => {
        if (message.kind === 'masked-input') inputs.push(message.content);
        return message;
      },
    });
    expect(new Set(inputs).size).toBe(3);
    for (const input of inputs) {
      const bytes = Array.from(atob(input), (letter) => letter.charCodeAt(0));
      const counts = new Array(256).fill(0);
      for (const byte of bytes) counts[byte]++;
      const expected = bytes.length / 256;
      const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      // Of 255 degrees; above this once in 10⁸.
      expect(chi).toBeLessThan(255 + 6 * Math.sqrt(2 * 255) + 20);
    }
  },
  PATIENCE,
);

/** The text with another letter at this part of its length. */
function changed(text: string, part: number): string {
  const at = Math.min(text.length - 1, Math.floor(part * text.length));
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}

test(
  'a message that was changed is refused, and the sum is that of the others',
  async () => {
    const field = fc.constantFrom('kind', 'round', 'client', 'content', 'signature', 'format', 'version');
    const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    await fc.assert(
      fc.asyncProperty(vectors(6), fc.integer({ min: 0, max: 3 }), field, part, async (given, phase, name, part) => {
        let sent = 0;
        let hit = false;
        const { aggregator, summed, refusals } = await playRound(taskOf(), given, {
          messages: given.map(() => 4),
          onMessage: (message, client) => {
            if (client !== 0 || sent++ !== phase) return message;
            hit = true;
            return { ...message, [name]: changed(String(message[name as keyof ClientMessage]), part) };
          },
        });
        expect(hit).toBe(true);
        expect(refusals[0]).toEqual(refusal);
        expect(Array.from((await aggregator.sum()).sum)).toEqual(sumOf(summed));
        expect(summed).toHaveLength(phase < 3 ? 5 : 6);
      }),
      { numRuns: 25 },
    );
  },
  PATIENCE,
);

const cohort =
  (change: (answer: CohortMessage) => Partial<CohortMessage>) =>
  (answer: ServerMessage): unknown =>
    answer.kind === 'cohort' ? { ...answer, ...change(answer) } : answer;
const shares =
  (change: (own: SealedSharesMessage['shares']) => SealedSharesMessage['shares']) =>
  (answer: ServerMessage): unknown =>
    answer.kind === 'sealed-shares' ? { ...answer, shares: change(answer.shares) } : answer;
const survivors =
  (change: (answer: SurvivorsMessage) => Partial<SurvivorsMessage>) =>
  (answer: ServerMessage): unknown =>
    answer.kind === 'survivors' ? { ...answer, ...change(answer) } : answer;
const STRANGER = 'b'.repeat(64);
const [CHANGED, TWICE, NO_PEER] = [
  'Sealed shares were changed on their way, or are for another client',
  'A peer is named twice, or is this client',
  'A survivor is named twice, or is no peer',
];
const FEWER = 'There are fewer survivors than the noise was made for';

/** Seven clients of a task for five to eight; four of a client's six peers open its secrets. */
test.each<[string, string, (answer: ServerMessage) => unknown]>([
  ['another round', 'An answer is of another round', (answer) => ({ ...answer, round: 'round 2' })],
  ['another kind', 'Of the server’s answer, ', (answer) => ({ ...answer, kind: 'received' })],
  ['nothing', 'Of the server’s answer, ', () => undefined],
  ['too low a threshold', 'Too few shares would give a secret away', cohort(() => ({ threshold: 3 }))],
  ['too high a threshold', 'The threshold does not fit the number of peers', cohort(() => ({ threshold: 7 }))],
  ['more peers than clients', 'There are more peers than clients', cohort(() => ({ clients: 6 }))],
  ['a cohort that is too small', 'The cohort is not as large as the task says', cohort(() => ({ clients: 4 }))],
  ['a cohort that is too large', 'The cohort is not as large as the task says', cohort(() => ({ clients: 9 }))],
  ['a peer named twice', TWICE, cohort(({ peers }) => ({ peers: peers.map(() => peers[0]) }))],
  [
    'keys that the peer did not sign',
    '',
    cohort(({ peers: [first, ...others] }) => {
      const content = JSON.parse(first.content);
      const [one, other] = [content.masking, content.encryption];
      const exchanged = JSON.stringify({ ...content, masking: other, encryption: one });
      return { peers: [{ ...first, content: exchanged }, ...others] };
    }),
  ],
  [
    'shares that are for another',
    CHANGED,
    shares(([a, b, ...others]) => [{ ...a, sealed: b.sealed }, { ...b, sealed: a.sealed }, ...others]),
  ],
  ['changed shares', CHANGED, shares((own) => own.map(({ from, sealed }) => ({ from, sealed: changed(sealed, 0.6) })))],
  ['shares that are cut off', 'Of sealed shares, ', shares((own) => own.map(({ from }) => ({ from, sealed: 'AAAA' })))],
  ['the same shares twice', 'Shares come twice, or from no peer', shares(([a, ...others]) => [a, a, ...others])],
  [
    'shares of a stranger',
    'Shares come twice, or from no peer',
    shares(([a, ...others]) => [{ ...a, from: STRANGER }, ...others]),
  ],
  ['too few shares', 'Too many peers dropped out', shares((own) => own.slice(0, 3))],
  ['too few survivors', FEWER, survivors(({ peers }) => ({ count: 4, peers: peers.slice(0, 4) }))],
  ['more survivors than clients', FEWER, survivors(() => ({ count: 9 }))],
  ['too few peers who survived', FEWER, survivors(({ peers }) => ({ peers: peers.slice(0, 3) }))],
  ['as many peers as survivors', FEWER, survivors(() => ({ count: 6 }))],
  ['a survivor who is no peer', NO_PEER, survivors(({ peers }) => ({ peers: [STRANGER, ...peers.slice(1)] }))],
  ['a survivor named twice', NO_PEER, survivors(({ peers }) => ({ peers: [peers[0], ...peers.slice(0, 5)] }))],
])(
  'a client that is answered %s goes no further: %s',
  async (_, why, onAnswer) => {
    const given = Array.from({ length: 7 }, () => new Int32Array(3));
    const { refusals, summed, aggregator } = await playRound(taskOf({ cohort: 8, survivors: 5 }), given, {
      messages: given.map(() => 4),
      onAnswer: (answer, client) => (client === 0 ? onAnswer(answer) : answer),
    });
    expect(refusals).toEqual([refusal]);
    expect((refusals[0] as Error).message.replaceAll("'", '’')).toContain(why);
    expect(Array.from((await aggregator.sum()).sum)).toEqual(sumOf(summed));
  },
  PATIENCE,
);

test(
  'a client accepts a cohort and survivors that are just as many as the task says',
  async () => {
    for (const size of [5, 8]) {
      const given = Array.from({ length: size }, () => Int32Array.of(1, 2, 3));
      const { refusals, aggregator } = await playRound(taskOf({ cohort: 8, survivors: 5 }), given, {
        messages: given.map(() => 4),
      });
      expect(refusals).toEqual([]);
      expect((await aggregator.sum()).survivors).toHaveLength(size);
    }
  },
  PATIENCE,
);

test(
  'a message is taken once, in its phase, and of a client of the round',
  async () => {
    const sent: ClientMessage[] = [];
    const given = Array.from({ length: 4 }, () => new Int32Array(3));
    const { aggregator } = await playRound(taskOf(), given, {
      messages: [4, 4, 4, 4],
      onMessage: (message) => {
        sent.push(message);
        return message;
      },
    });
    // After the round nothing is taken.
    for (const message of sent) await expect(aggregator.receive(message)).rejects.toEqual(refusal);

    const again = new Aggregator(taskOf(), 3);
    const [keys, other, third] = sent;
    await again.receive(keys);
    await expect(again.receive(keys)).rejects.toEqual(refusal);
    await again.receive(other);
    await again.receive(third);
    again.next();
    // Of the phase before, of another phase, and of a stranger.
    await expect(again.receive(other)).rejects.toEqual(refusal);
    await expect(again.receive(sent.find(({ kind }) => kind === 'masked-input'))).rejects.toEqual(refusal);
    const stranger = await Signer.create('round 1');
    await expect(again.receive(await stranger.message('shares', '{}'))).rejects.toEqual(refusal);
    // Messages of this round are none of the next.
    const next = new Aggregator(taskOf({ round: 'round 2' }), 3);
    await expect(next.receive(keys)).rejects.toEqual(refusal);
  },
  PATIENCE,
);

test(
  'too few clients, too few survivors, or too few who help: there is no sum, and an error says why',
  async () => {
    const given = Array.from({ length: 6 }, () => new Int32Array(3));
    const play = (messages: number[]) => playRound(taskOf({ survivors: 4 }), given, { messages });
    await expect(play([0, 0, 0, 4, 4, 4])).rejects.toEqual(refusal);
    await expect(play([1, 1, 1, 4, 4, 4])).rejects.toEqual(refusal);
    await expect(play([2, 2, 2, 4, 4, 4])).rejects.toEqual(refusal);
    const { aggregator } = await play([3, 3, 3, 3, 4, 4]);
    await expect(aggregator.sum()).rejects.toEqual(refusal);
  },
  PATIENCE,
);

test(
  'a client that lies about a share spoils the sum openly, not in silence',
  async () => {
    const given = Array.from({ length: 3 }, () => new Int32Array(3).fill(7));
    // Who lies signs its lie: of its own share, which only its peers' commitments reveal.
    const aggregator = new Aggregator(taskOf(), 3);
    const steps = given.map((vector) => secureAggregation(vector, taskOf()));
    const answers: unknown[] = [undefined, undefined, undefined];
    const originals = Signer.prototype.message;
    for (let phase = 0; phase < 4; phase++) {
      const names: string[] = [];
      for (const [i, client] of steps.entries()) {
        if (phase === 3 && i === 0) {
          Signer.prototype.message = function (kind, content) {
            const told = JSON.parse(content) as { selfMasks: { share: string }[] };
            told.selfMasks[0].share = changed(told.selfMasks[0].share, 0.2);
            return originals.call(this, kind, JSON.stringify(told));
          };
        }
        const { value } = await client.next(answers[i]).finally(() => {
          Signer.prototype.message = originals;
        });
        const message = value as ClientMessage;
        names.push(message.client);
        await aggregator.receive(message);
      }
      const replies = aggregator.next();
      names.forEach((name, i) => {
        answers[i] = replies.get(name);
      });
    }
    await expect(aggregator.sum()).rejects.toEqual(refusal);
  },
  PATIENCE,
);

test.each([[null], [[]], ['keys'], [{}], [{ format: 'vitrine-federated', version: 2 }], [{ __proto__: null }]])(
  'the aggregator refuses %j',
  async (value) => {
    const aggregator = new Aggregator(taskOf(), 3);
    const thrown = await aggregator.receive(value).catch((error) => error);
    expect(thrown).toBeInstanceOf(VitrineError);
    expect(thrown).toEqual(refusal);
  },
);
