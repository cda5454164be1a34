import type { Product } from '../../../src/contract/product.ts';
import type {
  Bench,
  ExaminedPictures,
  GeneratorFacts,
  LeftOutPictures,
  PicturesChoice,
  PicturesUnderstanding,
} from '../../workbench.ts';
import { curves } from '../charts/curves.ts';
import { download } from '../download.ts';
import { drawProducts } from '../draw-products.ts';
import { drawnPicture } from '../drawn-picture.ts';
import { button, element, listening } from '../element.ts';
import { bytes, fill, messages, number, percent } from '../language.ts';
import { type Stage, wordsOf } from '../stage.ts';
import { takeFiles } from '../take-files.ts';
import { TrainingRun } from '../training-run.ts';
import { stepList } from './training.ts';

/** Pixels a side that can be learned in a browser. */
const SIZES = [16, 32, 48, 64];
/** A flow comes to pictures in a tenth of the steps that two nets need. */
const DEFAULTS = { gan: { size: 32, steps: 1500 }, flow: { size: 64, steps: 600 } };
/** Few kinds at first: more of them need longer than a person waits. */
const KINDS_AT_FIRST = 4;
/** Kinds that can be chosen: those with the most pictures. */
const KINDS_OFFERED = 24;
/** Names that are told of pictures that were left out. */
const NAMED = 3;

/** A picture generator is trained on the shop's own pictures, which can be watched as they grow out of noise. */
export function picturesScreen(stage: Stage): HTMLElement {
  const say = messages();
  const { bench, run } = stage;
  const { pictures } = run;
  if (bench.unfinishedPictures && pictures.state === 'idle') {
    pictures.state = 'paused';
    pictures.choice = bench.unfinishedPictures;
  }
  return element(
    'div',
    { class: 'screen' },
    element('h2', {}, say.picturesTitle),
    element('p', { class: 'quiet' }, say.picturesText),
    element(
      'div',
      { class: 'halves' },
      element('div', { class: 'live' }, givenPart(stage), modelsOf(bench).length > 0 && choicePart(stage)),
      livePart(stage),
    ),
    generatorPart(stage),
  );
}

/** The shop's pictures: files, a folder, or drawings of the page's own. */
function givenPart(stage: Stage): HTMLElement {
  const say = messages();
  const { feed, pictures } = stage.bench;
  if (feed === undefined) {
    return element(
      'section',
      { class: 'part' },
      element('p', {}, say.picturesNeedFeed),
      element(
        'p',
        { class: 'actions' },
        button(say.toData, () => stage.go('data')),
      ),
    );
  }
  const problem = element('p', { class: 'problem', role: 'alert' });
  const input = (id: string, folder: boolean): HTMLElement => {
    const field = listening(
      element('input', {
        type: 'file',
        id,
        multiple: true,
        webkitdirectory: folder,
        accept: folder ? undefined : 'image/*',
      }),
      { change: () => void takeFiles(stage, [...(field.files ?? [])].filter(isShown), problem) },
    );
    return element(
      'p',
      {},
      element('label', { for: id }, folder ? `${say.picturesFolder}: ` : `${say.picturesFiles}: `),
      field,
    );
  };
  const draws = stage.place.productPicture !== undefined;
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, say.picturesGiven),
    pictures
      ? element('p', {}, fill(say.picturesOnBench, { count: pictures.count }))
      : element('p', {}, say.picturesHow),
    ...(pictures?.leftOut ?? []).map((left) => element('p', { class: 'warning' }, leftOutWords(left))),
    input('picture-files', false),
    input('picture-folder', true),
    draws &&
      element(
        'p',
        {},
        button(say.picturesDraw, () => void draw(stage, problem)),
      ),
    problem,
  );
}

function leftOutWords({ why, files }: LeftOutPictures): string {
  const names = [...files.slice(0, NAMED), ...(files.length > NAMED ? ['…'] : [])].join(', ');
  return fill(messages().picturesLeftOut[why], { count: files.length, names });
}

/** A folder has other files beside its pictures. */
const isShown = ({ type }: File): boolean => type.startsWith('image/');

/** Products of the next few kinds of which there are no pictures yet: drawing takes a while. */
function ofFurtherKinds(products: readonly Product[], pictures: PicturesUnderstanding | undefined): Product[] {
  const known = new Set(pictures?.kinds.map(({ name }) => name));
  const kinds = [...new Set(products.map(kindOf))].filter((kind) => kind !== undefined && !known.has(kind));
  const next = kinds.slice(0, KINDS_AT_FIRST);
  return products.filter((product) => next.includes(kindOf(product)));
}

const kindOf = ({ categories }: Product): string | undefined => categories?.at(-1);

async function draw(stage: Stage, problem: HTMLElement): Promise<void> {
  try {
    const products = ofFurtherKinds(await stage.workbench.products(), stage.bench.pictures);
    const drawn = await drawProducts(products, stage.place.productPicture!, stage.signal, (done) =>
      stage.announce(fill(messages().picturesDrawing, { done, count: products.length })),
    );
    if (drawn.length === 0) problem.textContent = messages().picturesNoneDrawn;
    else stage.lay(await stage.workbench.takeDrawn(drawn));
  } catch (thrown) {
    if (!stage.signal.aborted) problem.textContent = wordsOf(thrown);
  }
}

/** What can be trained with what lies on the bench. */
function modelsOf({ pictures, generator }: Bench): PicturesChoice['model'][] {
  return [...(generator?.flows ? (['flow'] as const) : []), ...(pictures ? (['gan'] as const) : [])];
}

/** Kinds that a model can learn here, those with the most pictures first. */
function kindsFor(model: PicturesChoice['model'], { pictures, generator }: Bench): PicturesUnderstanding['kinds'] {
  if (model === 'gan') return pictures?.kinds ?? [];
  return (generator?.kinds ?? []).filter(({ pictures }) => pictures > 0).sort((a, b) => b.pictures - a.pictures);
}

function firstChoice(model: PicturesChoice['model'], bench: Bench): PicturesChoice {
  const kinds = kindsFor(model, bench).slice(0, KINDS_AT_FIRST);
  return { model, ...DEFAULTS[model], kinds: kinds.map(({ name }) => name) };
}

/** What is chosen, or what is offered first where that cannot be had. */
function choiceOf({ bench, run: { pictures } }: Stage): PicturesChoice | undefined {
  const [first] = modelsOf(bench);
  if (pictures.choice && (pictures.state !== 'idle' || modelsOf(bench).includes(pictures.choice.model)))
    return pictures.choice;
  return first && firstChoice(first, bench);
}

function choicePart(stage: Stage): HTMLElement {
  const say = messages();
  const { bench } = stage;
  const { pictures } = stage.run;
  const choice = choiceOf(stage)!;
  pictures.choice = choice;
  const kinds = kindsFor(choice.model, bench);
  const choose = (more: Partial<PicturesChoice>): void => {
    pictures.choice = { ...pictures.choice!, ...more };
  };
  const model = listening(
    element(
      'select',
      { id: 'pictures-model' },
      ...modelsOf(bench).map((value) =>
        element(
          'option',
          { value, selected: value === choice.model },
          fill(say.picturesModels[value], { file: bench.generator?.file ?? '' }),
        ),
      ),
    ),
    {
      change: () => {
        pictures.choice = firstChoice(model.value as PicturesChoice['model'], bench);
        stage.lay(bench);
      },
    },
  );
  const boxes = kinds.slice(0, KINDS_OFFERED).map(({ name, pictures: count }) => {
    const box = listening(element('input', { type: 'checkbox', checked: choice.kinds.includes(name) }), {
      change: () => {
        const others = pictures.choice!.kinds.filter((kind) => kind !== name);
        choose({ kinds: box.checked ? [...others, name] : others });
      },
    });
    return element('label', {}, box, ` ${name} (${number(count)})`);
  });
  const size = listening(
    element(
      'select',
      { id: 'pictures-size' },
      ...SIZES.map((value) => element('option', { value, selected: value === choice.size }, `${value} × ${value}`)),
    ),
    { change: () => choose({ size: Number(size.value) }) },
  );
  const steps = listening(element('input', { id: 'pictures-steps', type: 'number', min: 1, value: choice.steps }), {
    change: () => choose({ steps: Math.max(1, Math.round(Number(steps.value) || DEFAULTS[choice.model].steps)) }),
  });
  const parts = [
    element(
      'fieldset',
      { class: 'settings' },
      element('legend', {}, say.picturesModel),
      element('p', {}, element('label', { for: 'pictures-model' }, say.picturesTrain), model),
    ),
    element('fieldset', { class: 'kinds' }, element('legend', {}, say.picturesKinds), ...boxes),
    element(
      'fieldset',
      { class: 'settings' },
      element('legend', {}, say.more),
      choice.model === 'gan' && element('p', {}, element('label', { for: 'pictures-size' }, say.picturesSize), size),
      element('p', {}, element('label', { for: 'pictures-steps' }, say.picturesSteps), steps),
    ),
  ];
  const lock = (): void => {
    for (const part of parts) part.disabled = pictures.state === 'running' || pictures.state === 'paused';
  };
  stage.run.onChange.add(lock);
  lock();
  const [models, ...others] = parts;
  return element(
    'form',
    { class: 'part' },
    models,
    element('p', { class: 'quiet' }, say.picturesModelNotes[choice.model]),
    ...others,
    element('p', { class: 'quiet' }, say.picturesChoiceNote),
  );
}

function livePart(stage: Stage): HTMLElement {
  const { run } = stage;
  const actions = element('p', { class: 'actions' });
  const said = element('p', { role: 'status' });
  const sheet = element('div');
  const progress = element('div');
  let state: Stage['run']['pictures']['state'] | undefined;
  let examined = -1;
  const slider = sliderOf(stage, sheet);
  const redraw = (): void => {
    const { pictures } = run;
    progress.replaceChildren(...progressPart(pictures.run, pictures.examined));
    if (examined !== pictures.examined.length) {
      examined = pictures.examined.length;
      slider.grow();
    }
    // What is pressed must stay where it is, however often the progress changes.
    if (pictures.state === state) return;
    state = pictures.state;
    said.textContent = saidOf(pictures);
    actions.replaceChildren(...actionsOf(stage));
  };
  const stopListening = run.pictures.run.onChange(redraw);
  stage.signal.addEventListener('abort', stopListening);
  run.onChange.add(redraw);
  redraw();
  return element(
    'div',
    { class: 'live' },
    element('section', { class: 'part' }, actions, said, slider.root, sheet, progress),
    stage.bench.trained && trainedPart(stage, stage.bench.trained),
  );
}

/** Steps of the training that were looked at: the last one as it comes, until a person goes to another. */
function sliderOf({ run }: Stage, sheet: HTMLElement): { root: HTMLElement; grow: () => void } {
  const say = messages();
  const { pictures } = run;
  const range = listening(element('input', { type: 'range', id: 'pictures-at', min: 0, max: 0, value: 0 }), {
    input: () => {
      const at = Number(range.value);
      pictures.at = at === pictures.examined.length - 1 ? undefined : at;
      show();
    },
  });
  const told = element('p', { class: 'quiet' });
  const root = element('div', { hidden: true }, element('label', { for: 'pictures-at' }, say.picturesAt), range, told);
  const show = (): void => {
    const shown = pictures.examined[pictures.at ?? pictures.examined.length - 1];
    if (shown === undefined) return;
    const words = wordsOfExamined(shown);
    told.textContent = words;
    range.setAttribute('aria-valuetext', words);
    sheet.replaceChildren(drawnPicture(shown.sheet, fill(say.picturesSheet, { step: shown.step }), 'sheet'));
  };
  return {
    root,
    grow: () => {
      root.hidden = pictures.examined.length === 0;
      range.max = String(Math.max(0, pictures.examined.length - 1));
      range.value = String(pictures.at ?? range.max);
      show();
    },
  };
}

function wordsOfExamined({ step, distance, diversity, coverage, collapsed, rollbacks }: ExaminedPictures): string {
  const say = messages();
  const figures = fill(say.picturesFigures, {
    step,
    distance: number(distance, 3),
    diversity: number(diversity, 2),
    coverage: percent(coverage),
  });
  return [
    figures,
    collapsed && say.picturesCollapsed,
    rollbacks > 0 && fill(say.picturesRolledBack, { count: rollbacks }),
  ]
    .filter(Boolean)
    .join(' ');
}

function actionsOf(stage: Stage): HTMLElement[] {
  const say = messages();
  const { run, workbench } = stage;
  const disabled = choiceOf(stage) === undefined;
  switch (run.pictures.state) {
    case 'running':
      return [
        button(say.pause, () => void workbench.stop(), { class: 'button main' }),
        button(say.picturesFinish, () => void workbench.finish()),
      ];
    case 'paused':
      return [
        button(say.goOn, () => void train(stage), { class: 'button main', disabled }),
        button(say.giveUp, () => void giveUp(stage)),
      ];
    default:
      return [button(say.start, () => void train(stage), { class: 'button main', disabled })];
  }
}

/** In the language of the moment, but for an error. */
function saidOf({ state, said }: Stage['run']['pictures']): string {
  const say = messages();
  return said || { idle: '', running: say.running, paused: say.picturesPaused, ended: say.picturesTrained }[state];
}

async function train(stage: Stage): Promise<void> {
  const { run, workbench } = stage;
  const before = run.pictures;
  const goesOn = before.state === 'paused';
  const training: typeof before = {
    run: goesOn ? before.run : new TrainingRun(),
    state: 'running',
    said: '',
    examined: goesOn ? before.examined : [],
    ...(before.choice && { choice: before.choice }),
  };
  run.pictures = training;
  stage.lay(stage.bench);
  try {
    const bench = await workbench.trainPictures(training.choice!, training.run.tell, (found) => {
      training.examined.push(found);
      for (const redraw of run.onChange) redraw();
    });
    training.state = 'ended';
    stage.lay(bench);
  } catch (thrown) {
    const paused = (thrown as { code?: string }).code === 'aborted';
    training.state = paused ? 'paused' : 'ended';
    training.said = paused ? '' : wordsOf(thrown);
    for (const redraw of run.onChange) redraw();
  }
  stage.announce(saidOf(training));
}

async function giveUp(stage: Stage): Promise<void> {
  const bench = await stage.workbench.abandonPictures();
  const { choice } = stage.run.pictures;
  const said = messages().givenUp;
  stage.run.pictures = { run: new TrainingRun(), state: 'idle', said, examined: [], ...(choice && { choice }) };
  stage.lay(bench);
}

function progressPart(run: TrainingRun, examined: readonly ExaminedPictures[]): HTMLElement[] {
  const say = messages();
  const losses = [
    [say.picturesGenerator, 'generator'],
    [say.picturesDiscriminator, 'discriminator'],
    [say.picturesFlowLoss, 'flow'],
  ].flatMap(([name, figure], colour) =>
    [...(run.figures.get(figure)?.values() ?? [])]
      .filter(({ at }) => at.length > 1)
      .map(({ at, values }) => ({ name, colour, points: at.map((x, i) => [x, values[i]] as const) })),
  );
  const measured = examined.filter(({ distance }) => Number.isFinite(distance));
  const quality = (
    [
      [say.picturesDistance, 'distance'],
      [say.picturesDiversity, 'diversity'],
      [say.picturesCoverage, 'coverage'],
    ] as const
  ).map(([name, figure], i) => ({
    name,
    colour: 2 + i,
    points: measured.map((found) => [found.step, found[figure]] as const),
  }));
  return [
    stepList(run.steps),
    ...(losses.length > 0
      ? [
          element('h3', {}, say.picturesLosses),
          curves(losses, {
            label: say.picturesLosses,
            x: say.picturesAlong,
            y: run.figures.has('flow') ? '' : say.picturesNats,
          }),
        ]
      : []),
    ...(measured.length > 1
      ? [
          element('h3', {}, say.picturesQuality),
          element('p', { class: 'quiet' }, say.picturesQualityNote),
          curves(quality, { label: say.picturesQuality, x: say.picturesStep, y: '' }),
        ]
      : []),
  ];
}

function trainedPart(
  stage: Stage,
  { file, bytes: size, metrics, diverged }: NonNullable<Bench['trained']>,
): HTMLElement {
  const say = messages();
  const figures = fill(say.picturesTrainedHere, {
    size: bytes(size),
    distance: number(metrics.distance ?? 0, 3),
    coverage: percent(metrics.coverage ?? 0),
  });
  return element(
    'section',
    { class: 'part' },
    element('p', {}, figures),
    diverged !== undefined && element('p', { class: 'warning' }, `${say.picturesDiverged} ${diverged}`),
    element(
      'p',
      { class: 'actions' },
      button(fill(say.picturesSave, { file }), () => void save(stage, file), { class: 'button main' }),
      button(say.picturesUse, () => void use(stage)),
    ),
  );
}

async function save(stage: Stage, file: string): Promise<void> {
  const generator = await stage.workbench.trainedGenerator();
  if (generator !== undefined) download(file, generator);
}

async function use(stage: Stage): Promise<void> {
  const bench = await stage.workbench.useTrained();
  delete stage.run.gaps.result;
  stage.lay(bench);
  stage.announce(messages().picturesUsed);
}

/** The generator on the bench, and how its pictures come about. */
function generatorPart(stage: Stage): HTMLElement {
  const say = messages();
  const { generator } = stage.bench;
  const problem = element('p', { class: 'problem', role: 'alert' });
  const open = listening(element('input', { type: 'file', id: 'generator-file', accept: '.safetensors' }), {
    change: () => void takeFiles(stage, [...(open.files ?? [])], problem),
  });
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, say.picturesBench),
    generator ? drawingPart(stage, generator, problem) : element('p', {}, say.picturesNoGenerator),
    element('p', {}, element('label', { for: 'generator-file' }, `${say.picturesOpen}: `), open),
    problem,
  );
}

function drawingPart(stage: Stage, { file, size, kinds, flows }: GeneratorFacts, problem: HTMLElement): HTMLElement {
  const say = messages();
  const select = element(
    'select',
    { id: 'drawn-kind' },
    ...kinds.map(({ name }) => element('option', { value: name }, name)),
  );
  const drawn = element('div', { role: 'status' });
  let seed = 0;
  const draw = async (): Promise<void> => {
    problem.textContent = '';
    start.disabled = true;
    drawn.replaceChildren(element('p', {}, say.working));
    try {
      const made = await stage.workbench.drawSheet(select.value, ++seed);
      if (made === undefined) return;
      const caption = fill(made.steps > 0 ? say.picturesFlow : say.picturesMade, {
        steps: made.steps,
        kind: select.value,
      });
      drawn.replaceChildren(
        element(
          'figure',
          { class: 'made' },
          drawnPicture(made.sheet, caption, 'sheet'),
          element('figcaption', { class: 'quiet' }, caption),
        ),
      );
    } catch (thrown) {
      drawn.replaceChildren();
      problem.textContent = wordsOf(thrown);
    } finally {
      start.disabled = false;
    }
  };
  const start = button(flows ? say.picturesFollow : say.picturesDrawSheet, () => void draw(), { class: 'button main' });
  return element(
    'div',
    {},
    element('p', {}, fill(say.generatorOnBench, { file, size, kinds: kinds.length })),
    element('p', { class: 'actions' }, element('label', { for: 'drawn-kind' }, say.picturesKind), select, start),
    drawn,
  );
}
