// The tables of the pages on scale, from the recorded runs.
import { table } from '../../bench/harness/markdown.mjs';

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** Of docs/cluster.md: comparisons of the two trainers. */
export function clusterTables(results) {
  const rows = Object.entries(results)
    .filter(([name]) => name.startsWith('parity-'))
    .map(([, { data, differing }]) => {
      const counted = Object.values(differing).filter((found) => found !== null);
      const sum = (at) => counted.reduce((all, found) => all + found[at], 0);
      return [`\`${data.split('/').at(-1)}\``, sum(1).toLocaleString('en'), sum(0).toLocaleString('en')];
    });
  const heads = [
    '`python -m vitrine_spark.measure parity`',
    'numbers in the counted sections',
    'of these, other than by `vitrine train`',
  ];
  return {
    parity: table(heads, rows),
    attention: [
      attentionTable(results['attention-beauty'], results['attention-scores']),
      seedsTable(results['attention-beauty-seeds']),
    ].join('\n\n'),
    flower: flowerTable(results['federated-flower']),
  };
}

function flowerTable({ command, before, runs }) {
  const heads = [
    `\`${command}\``,
    'weights',
    'browsers in the sum',
    'numbers of it that are wrong',
    'ε so far',
    'NDCG@10, held-out visitors',
    'recall@10',
    'a browser sends',
  ];
  const quality = ({ 'ndcg@10': ndcg, 'recall@10': recall }) => [ndcg.toFixed(4), recall.toFixed(4)];
  const rows = runs.flatMap(({ name, rounds }) =>
    rounds.map((round, i) => [
      `${name}, round ${i + 1}`,
      round.numbers.toLocaleString('en'),
      String(round.survivors),
      String(round.wrong),
      round.epsilon > 100 ? Math.round(round.epsilon).toLocaleString('en') : round.epsilon.toFixed(2),
      ...quality(round),
      `${(round.sentByABrowser / 1000).toFixed(0)} kB`,
    ]),
  );
  return table(heads, [['the pack before', '', '', '', '', ...quality(before), ''], ...rows]);
}

function attentionTable({ command, runs }, { sessions, 'same lists': same, 'largest difference': difference }) {
  const rows = runs.map(({ trainer, processes, 'ndcg@10': ndcg, 'recall@10': recall }) => [
    `\`${trainer}\``,
    String(processes),
    ndcg.toFixed(4),
    recall.toFixed(4),
    percent(ndcg / runs[0]['ndcg@10']),
  ]);
  const heads = [`\`${command}\``, 'processes', 'NDCG@10', 'recall@10', 'of the first'];
  const told = [
    `Of ${sessions.toLocaleString('en')} sessions, the page and PyTorch make the same list of ten for ${same.toLocaleString('en')};`,
    `the difference of two logits of a list differs by ${difference.toPrecision(2)} at most.`,
  ];
  return `${table(heads, rows)}\n\n${told.join(' ')}`;
}

/** The same by several seeds: how much of a difference is chance. */
function seedsTable({ command, runs }) {
  const ofBoth = (key) => runs.map(({ node, spark }) => [node[key], spark[key]]);
  const means = [0, 1].map((at) => ofBoth('ndcg@10').reduce((sum, both) => sum + both[at], 0) / runs.length);
  const rows = runs.map(({ seed, node, spark }) => [
    String(seed),
    ...[node, spark].flatMap((of) => [of['ndcg@10'].toFixed(4), of['recall@10'].toFixed(4)]),
    percent(spark['ndcg@10'] / node['ndcg@10']),
  ]);
  const mean = ['mean', means[0].toFixed(4), '', means[1].toFixed(4), '', percent(means[1] / means[0])];
  const heads = [`\`${command}\`, and the same by \`vitrine-spark train\`: seed`, 'NDCG@10', 'recall@10'];
  return table([...heads, '… on Spark, NDCG@10', 'recall@10', 'of the first'], [...rows, mean]);
}

/** Of docs/large-catalogues.md: candidates from an endpoint. */
export function remoteTables({ 'remote-recall': recall, 'remote-chroma': chroma, 'remote-shelves': shelves }) {
  return {
    'remote-recall': recallTable(recall),
    'remote-chroma': recallTable(chroma),
    'remote-shelves': table(
      [
        `\`${shelves.command}\``,
        'lists',
        'empty',
        'within the deadline of the page',
        'requests, answered in time',
        'ms, median (longest)',
        'bytes beside the address',
        'errors on the page',
      ],
      shelves.runs.map(
        ({ share, delay, lists, empty, inTime, requests, answers, median, longest, bytesReceived, errors }) => [
          `\`${share}\`, answers after ${delay} ms`,
          String(lists),
          String(empty),
          percent(inTime / lists),
          `${requests}, ${answers}`,
          `${median} (${longest})`,
          bytesReceived.toLocaleString('en'),
          String(errors),
        ],
      ),
    ),
  };
}

function recallTable({ command, products, results }) {
  const heads = [
    `\`${command}\`, ${products.toLocaleString('en')} products`,
    'of the best 50 by ranking all products, found',
    'NDCG@10, ranking all products',
    'NDCG@10',
    'bytes sent a list',
  ];
  const rows = results.flatMap(({ share, recallAt50, ndcgAt10, bytesSentAList }) =>
    [
      ['candidates', `\`${share}\`: the endpoint’s 200 candidates alone, ranked in the page`],
      ['together', `\`${share}\`: beside the page’s own, as it is served`],
    ].map(([way, name]) => [
      name,
      percent(recallAt50[way]),
      ndcgAt10.everything.toFixed(4),
      `${ndcgAt10[way].toFixed(4)} (${percent(ndcgAt10[way] / ndcgAt10.everything)})`,
      String(bytesSentAList),
    ]),
  );
  return table(heads, rows);
}

/** Of docs/shards.md: visits to a simulated shop. */
export function shardTables({ shards }) {
  const megabytes = (number) => `${(number / 1e6).toFixed(2)} MB`;
  const heads = [
    `\`${shards.command}\``,
    'first shelf, ms (as an ordinary pack and feed)',
    '… bytes',
    'bytes of 20 pages (requests)',
    'later shelves, ms, median (longest)',
    'personal, of 19',
    'empty',
    'shards at hand',
    'memory of the page',
  ];
  const rows = shards.runs.map((run) => [
    run.pages,
    `${run.firstShelf} (${run.ordinaryShelf})`,
    megabytes(run.firstBytes),
    `${megabytes(run.bytes)} (${run.requests})`,
    `${run.median} (${run.longest})`,
    String(run.personal),
    String(run.empty),
    String(run.shardsAtHand),
    megabytes(run.memory),
  ]);
  return { shards: table(heads, rows) };
}

/** The shop of docs/scale.md, over a year. */
const SHOP = { products: 1e7, visitors: 1e8, events: 1e10 };
/** List prices in dollars, of one provider, in its oldest region; docs/scale.md has where they were read. */
const PRICE = {
  /** An hour of one of the two processors of a machine (m7g.large). */
  processorHour: 0.0816 / 2,
  /** A gigabyte sent, by the terabytes of the month so far. */
  sent: [
    { upTo: 10, gigabyte: 0.085 },
    { upTo: 50, gigabyte: 0.08 },
    { upTo: 150, gigabyte: 0.06 },
    { upTo: Number.POSITIVE_INFINITY, gigabyte: 0.02 },
  ],
  request: 0.01 / 10_000,
};
/** Windows of one step of the recorded training step, and what one of them holds. */
const BATCH = 40;
const WINDOW = 50;

/** What it costs to send so many bytes, a twelfth of them each month. */
function sending(bytes) {
  let [left, from, dollars] = [bytes / 12 / 1e12, 0, 0];
  for (const { upTo, gigabyte } of PRICE.sent) {
    const here = Math.min(left, upTo - from);
    dollars += here * 1000 * gigabyte;
    left -= here;
    from = upTo;
  }
  return dollars * 12;
}

const whole = (number) => Number(number.toPrecision(2)).toLocaleString('en');
const dollars = (number) => `$${whole(number)}`;
const bytes = (number) => (number >= 1e12 ? `${whole(number / 1e12)} TB` : `${whole(number / 1e9)} GB`);

/** Of docs/scale.md. @param counting, remote, performance the records */
export function paperTables({ counting, 'remote-recall': remote }, { growth, 'training-step': training }) {
  const { runs, growth: fitted } = counting;
  const largest = runs.at(-1);
  const hours = ((SHOP.events / largest.events) * largest.processorSeconds) / 3600;
  const steps = SHOP.events / (BATCH * WINDOW);
  const stepSeconds = training.steps['windows of 50, 2,048 negatives'].vitrine.median / 1000;
  const trainingHours = (steps * stepSeconds) / 3600;
  const feedBytes = (count) => growth.packs.at(-1).feedBytes * (count / growth.packs.at(-1).products);
  const answer = feedBytes(200);
  const asked = remote.results.find(({ share }) => share === 'recent').bytesSentAList;
  const stepNames = Object.keys(largest.steps);
  return {
    counting: table(
      [
        `\`${counting.command}\``,
        ...runs.map(({ events }) => `${events.toLocaleString('en')} events`),
        'growth: events to the power of',
      ],
      [
        ...stepNames.map((step) => [
          `${step}, processor seconds`,
          ...runs.map((run) => String(run.steps[step])),
          exponent(fitted[step]),
        ]),
        [
          'all, processor seconds',
          ...runs.map((run) => String(run.processorSeconds)),
          exponent(fitted['processor seconds']),
        ],
        ['largest memory, MB', ...runs.map((run) => run.megabytes.toLocaleString('en')), exponent(fitted.megabytes)],
        ['log, MB', ...runs.map((run) => whole(run.bytes / 1e6)), ''],
      ],
    ),
    costs: table(
      ['a year', 'what it is made of', 'how much', 'at list prices'],
      [
        [
          'the log',
          `${whole(largest.bytes / largest.events)} bytes an event, as CSV`,
          bytes((SHOP.events * largest.bytes) / largest.events),
          '–',
        ],
        [
          'counting all of it once',
          `${whole(SHOP.events / largest.events)} parts of ${largest.events.toLocaleString('en')} events, each ${whole(largest.processorSeconds)} s and ${whole(largest.megabytes / 1000)} GB`,
          `${whole(hours)} processor-hours`,
          dollars(hours * PRICE.processorHour),
        ],
        [
          'one pass of the attention model',
          `${whole(steps)} steps of ${BATCH} windows of ${WINDOW}, each ${whole(stepSeconds * 1000)} ms`,
          `${whole(trainingHours)} processor-hours`,
          dollars(trainingHours * PRICE.processorHour),
        ],
        [
          '… its vectors and the state of Adam',
          '3 × 64 numbers of 4 bytes a product',
          bytes(SHOP.products * 3 * 64 * 4),
          '–',
        ],
        ['the whole feed', `${whole(feedBytes(1))} bytes a product`, bytes(feedBytes(SHOP.products)), '–'],
        ...growth.packs.map(({ products, packBytes, feedBytes: own }) => [
          `feed and pack of the best ${products.toLocaleString('en')} to every visitor once`,
          `${whole((packBytes + own) / 1e6)} MB, uncompressed`,
          bytes(SHOP.visitors * (packBytes + own)),
          dollars(sending(SHOP.visitors * (packBytes + own)) + 2 * SHOP.visitors * PRICE.request),
        ]),
        [
          'remote candidates for every event',
          `${asked} bytes asked, ${whole(answer / 1000)} kB answered with 200 records, uncompressed`,
          `${bytes(SHOP.events * answer)}, ${whole(SHOP.events / 1e9)} thousand million requests`,
          `${dollars(sending(SHOP.events * answer))} and ${dollars(SHOP.events * PRICE.request)}`,
        ],
      ],
    ),
  };
}

const exponent = ({ exponent, standardError, betweenSizes }) =>
  `${exponent} ± ${standardError} (${betweenSizes.join(', then ')})`;
