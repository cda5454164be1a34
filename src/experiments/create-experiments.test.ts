import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { VitrineError } from '../contract/errors.ts';
import { createExperiments, type ExperimentsOptions, type ExposureEvent } from './create-experiments.ts';
import type { Experiment } from './experiment.ts';

const HOME: Experiment = {
  name: 'home-rules',
  variants: [{ name: 'control' }, { name: 'sale-first', query: { limit: 8, diversity: 0.5 } }],
};

function started(options: Partial<Omit<ExperimentsOptions, 'experiments'>> & { experiments?: unknown }) {
  const exposures: ExposureEvent[] = [];
  const problems: VitrineError[] = [];
  const experiments = createExperiments({
    visitor: 'v-1',
    url: '',
    onExposure: (event) => exposures.push(event),
    onProblem: (problem) => problems.push(problem),
    ...options,
    experiments: (options.experiments ?? [HOME]) as Experiment[],
  });
  return { experiments, exposures, problems };
}
const variantOf = (visitor: string, experiment: Experiment): string | undefined =>
  started({ visitor, experiments: [experiment] }).experiments.peek(experiment.name).query.variant?.variant;
const VISITORS = Array.from({ length: 4_000 }, (_, i) => `visitor-${i}`);
const shareOf = (variants: readonly unknown[], variant: string | undefined): number =>
  variants.filter((one) => one === variant).length / variants.length;

describe('assignment', () => {
  test('places of its own, by both hashes, are held fast: another number would move every visitor', () => {
    const by = (hashVersion: 1 | 2): string =>
      VISITORS.slice(0, 24)
        .map((visitor) => variantOf(visitor, { ...HOME, hashVersion })![0])
        .join('');
    expect([by(1), by(2)]).toMatchInlineSnapshot(`
      [
        "scssscsscscscsssscsssssc",
        "cscssssccscscscscccscccc",
      ]
    `);
  });

  test('visitors are split by the weights, and alike whatever other experiments there are', () => {
    const uneven: Experiment = {
      name: 'uneven',
      variants: [
        { name: 'a', weight: 0.2 },
        { name: 'b', weight: 0.3 },
        { name: 'c', weight: 0.5 },
      ],
    };
    const drawn = VISITORS.map((visitor) => variantOf(visitor, uneven));
    for (const { name, weight } of uneven.variants) expect(shareOf(drawn, name)).toBeCloseTo(weight!, 1);
    const other = VISITORS.map((visitor) => variantOf(visitor, HOME));
    const both = VISITORS.filter((_, i) => drawn[i] === 'a' && other[i] === 'control').length / VISITORS.length;
    expect(both).toBeCloseTo(0.1, 1);
  });

  test('those who take part keep their variant when the coverage grows', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (visitor, coverage) => {
        const before = variantOf(visitor, { ...HOME, coverage });
        if (before !== undefined) expect(variantOf(visitor, HOME)).toBe(before);
      }),
    );
  });

  test('experiments in parts of one namespace that do not overlap share no visitor', () => {
    const first = { ...HOME, name: 'first', namespaces: [{ name: 'shelf', ranges: [[0, 0.5]] as [number, number][] }] };
    const second = {
      ...HOME,
      name: 'second',
      namespaces: [{ name: 'shelf', ranges: [[0.5, 1]] as [number, number][] }],
    };
    for (const visitor of VISITORS.slice(0, 300)) {
      expect([variantOf(visitor, first), variantOf(visitor, second)].filter((one) => one !== undefined)).toHaveLength(
        1,
      );
    }
  });

  test('a variant brings its options, and the list is told which it is', () => {
    const found = VISITORS.slice(0, 20).map((visitor) => started({ visitor }).experiments.assign('home-rules'));
    const control = found.find(({ variant }) => variant === 'control')!;
    const treated = found.find(({ variant }) => variant === 'sale-first')!;
    expect(control.query).toEqual({ variant: { experiment: 'home-rules', variant: 'control' } });
    expect(treated.query).toEqual({
      limit: 8,
      diversity: 0.5,
      variant: { experiment: 'home-rules', variant: 'sale-first' },
    });
  });

  test('what is forced is shown, and neither counted nor told', () => {
    for (const options of [
      { forced: { 'home-rules': 'sale-first' } },
      { url: 'https://shop.example/?home-rules=sale-first#top' },
      { url: 'https://shop.example/?home-rules=1', mode: 'preview' as const },
      { experiments: [{ ...HOME, force: 'sale-first' }] },
    ]) {
      const { experiments, exposures, problems } = started(options);
      expect(experiments.assign('home-rules')).toEqual({
        experiment: 'home-rules',
        variant: 'sale-first',
        takesPart: true,
        forced: true,
        query: { limit: 8, diversity: 0.5 },
      });
      expect([exposures, problems]).toEqual([[], []]);
    }
  });

  test('who takes no part is shown the control', () => {
    for (const options of [
      { visitor: '' },
      { visitor: {} },
      { mode: 'off' as const },
      { mode: 'preview' as const },
      { experiments: [{ ...HOME, active: false }] },
      { experiments: [{ ...HOME, audience: { country: ['CH', 'AT'] } }] },
    ]) {
      const { experiments, exposures } = started(options);
      expect(experiments.assign('home-rules')).toMatchObject({ variant: 'control', takesPart: false, query: {} });
      expect(exposures).toEqual([]);
    }
  });
});

describe('exposures', () => {
  test('are told once, when the variant is shown, and not by a peek', () => {
    const { experiments, exposures } = started({});
    const { variant } = experiments.peek('home-rules');
    expect(exposures).toEqual([]);
    expect(experiments.assign('home-rules')).toEqual(experiments.peek('home-rules'));
    experiments.assign('home-rules');
    expect(exposures).toEqual([
      { name: 'experiment_viewed', params: { experiment_id: 'home-rules', variation_id: variant } },
    ]);
  });

  test('a listener that throws is a problem, and no throw', () => {
    const thrown = new Error('gtag is not defined');
    const { experiments, problems } = started({
      onExposure: () => {
        throw thrown;
      },
    });
    expect(experiments.assign('home-rules').takesPart).toBe(true);
    expect(problems).toMatchObject([{ code: 'internal', cause: thrown }]);
  });
});

describe('holdouts', () => {
  const second = { ...HOME, name: 'cart-rows' };
  const holdouts = [{ name: 'none-of-it', share: 0.25, experiments: ['home-rules'] }];

  test('keep their share of visitors out of the experiments that they name', () => {
    const seen = VISITORS.map((visitor) => {
      const { experiments, exposures } = started({ visitor, experiments: [HOME, second], holdouts });
      return {
        home: experiments.assign('home-rules').takesPart,
        cart: experiments.assign('cart-rows').takesPart,
        exposures,
      };
    });
    expect(seen.filter(({ home }) => !home).length / seen.length).toBeCloseTo(0.25, 1);
    expect(seen.every(({ cart }) => cart)).toBe(true);
  });

  test('are told of both sides, so that what all experiments together bring can be compared', () => {
    for (const visitor of VISITORS.slice(0, 40)) {
      const { experiments, exposures } = started({ visitor, holdouts });
      const { takesPart } = experiments.assign('home-rules');
      expect(exposures[0].params).toEqual({
        experiment_id: 'none-of-it',
        variation_id: takesPart ? 'in-experiments' : 'held-out',
      });
      expect(exposures).toHaveLength(takesPart ? 2 : 1);
    }
  });
});

describe('what is wrong is told, and costs only the experiment that it is in', () => {
  const broken: [string, object, string][] = [
    [
      'weights that do not sum to one',
      {
        variants: [
          { name: 'a', weight: 0.5 },
          { name: 'b', weight: 0.4 },
        ],
      },
      'sum to 0.9',
    ],
    ['a weight for one variant only', { variants: [{ name: 'a', weight: 1 }, { name: 'b' }] }, 'for all variants'],
    [
      'a negative weight',
      {
        variants: [
          { name: 'a', weight: -1 },
          { name: 'b', weight: 2 },
        ],
      },
      'variants.0.weight',
    ],
    ['one variant', { variants: [{ name: 'a' }] }, 'variants has 1 entries'],
    ['two variants of one name', { variants: [{ name: 'a' }, { name: 'a' }] }, 'names of their own'],
    ['a coverage in per cent', { coverage: 50 }, 'coverage must be a number from 0 to 1'],
    ['a variant that is forced and is not there', { force: 'b2' }, 'force must name one of its variants'],
    ['a hash that there is not', { hashVersion: 3 }, 'hashVersion must be 1 or 2'],
    [
      'ranges that overlap',
      {
        ranges: [
          [0, 0.6],
          [0.5, 1],
        ],
      },
      'must not overlap',
    ],
    [
      'ranges the wrong way round',
      {
        ranges: [
          [0.6, 0],
          [0.6, 1],
        ],
      },
      'ranges.0',
    ],
    ['a slip of the pen', { coverge: 0.1 }, 'coverge is not known; the nearest name is coverage'],
    ['too few ranges', { ranges: [[0, 1]] }, 'as many as its variants'],
  ];
  test.each(broken)('%s', (_, change, words) => {
    const { experiments, problems } = started({ experiments: [{ ...HOME, name: 'broken', ...change }, HOME] });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'bad-options', message: 'The experiment `broken` cannot be used.' });
    expect(problems[0].remedy).toContain(words);
    expect(experiments.assign('broken')).toMatchObject({ variant: undefined, takesPart: false, query: {} });
    expect(experiments.assign('home-rules').takesPart).toBe(true);
  });

  test('names that come twice, lists that are none, holdouts and forced variants that cannot be', () => {
    expect(started({ experiments: [HOME, HOME] }).problems).toHaveLength(1);
    expect(started({ experiments: 'home' }).problems[0].remedy).toContain('must be a list');
    expect(started({ experiments: [null] }).problems[0].message).toContain('has no name');
    expect(started({ holdouts: [{ name: 'home-rules', share: 0.1 }] }).problems[0].message).toContain(
      'holdout `home-rules`',
    );
    expect(started({ forced: { 'home-rules': 'sale' } }).problems[0].message).toContain('variant `sale`');
  });

  test('an experiment that there is not is told once, when it is asked for', () => {
    const { experiments, problems } = started({});
    experiments.peek('home');
    expect(problems).toEqual([]);
    experiments.assign('home');
    experiments.assign('home');
    expect(problems).toMatchObject([{ code: 'bad-options', message: expect.stringContaining('`home`') }]);
  });

  test('without a listener it is written to the console', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    createExperiments({ visitor: 'v', experiments: [{ ...HOME, coverage: 2 }] });
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  test('nothing that a server could send makes it throw', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (visitor, experiments, holdouts) => {
        const { experiments: read } = started({
          visitor: visitor as string,
          experiments: experiments as Experiment[],
          holdouts: holdouts as [],
        });
        expect(read.assign('any').takesPart).toBe(false);
      }),
    );
  });
});
