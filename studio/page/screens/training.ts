import type { Option, Options } from '../../../src/trainer/options/option.ts';
import { curves } from '../charts/curves.ts';
import { download, fileNameOf } from '../download.ts';
import { button, element, listening } from '../element.ts';
import { bytes, fill, language, messages, number } from '../language.ts';
import { type Stage, wordsOf } from '../stage.ts';
import { type Step, TrainingRun } from '../training-run.ts';

/** Options that the screen asks in another way, or that need what the studio does not have. */
const ASKED_APART = new Set(['model', 'set', 'otherIds']);

/** Choice of the model and its options, the training live, the pack to take along. */
export async function trainingScreen(stage: Stage): Promise<HTMLElement> {
  const say = messages();
  const { log, unfinished } = stage.bench;
  const title = element('h2', {}, say.trainTitle);
  if (log === undefined) return element('div', { class: 'screen' }, title, element('p', {}, say.trainNeedsLog));
  if (!('summary' in log)) return element('div', { class: 'screen' }, title, element('p', {}, say.trainNeedsAnswer));
  const { options, settings } = await stage.workbench.options();
  const { training } = stage.run;
  if (unfinished && training.state === 'idle') {
    training.state = 'paused';
    training.said = say.unfinished;
    stage.run.choice = { ...unfinished };
  }
  const actions = element('p', { class: 'actions' });
  const progress = element('div');
  const live = element('div', { class: 'live' });
  let shown: typeof training.state | undefined;
  const redraw = (): void => {
    progress.replaceChildren(...progressPart(training));
    // What is pressed must stay where it is, however often the progress changes.
    if (training.state === shown) return;
    shown = training.state;
    actions.replaceChildren(...actionsOf(stage));
    live.replaceChildren(element('section', { class: 'part' }, actions, progress));
    if (stage.bench.pack && shown !== 'running') live.append(packPart(stage));
  };
  const stopListening = training.run.onChange(redraw);
  stage.signal.addEventListener('abort', stopListening);
  stage.run.onChange.add(redraw);
  redraw();
  return element('div', { class: 'screen halves' }, choicePart(stage, title, options, settings), live);
}

function choicePart(
  stage: Stage,
  title: HTMLElement,
  options: Options,
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): HTMLElement {
  const say = messages();
  const { choice } = stage.run;
  const more = element('div', { class: 'fields' });
  const redraw = (): void => more.replaceChildren(...settingsOf(choice, settings));
  redraw();
  return element(
    'form',
    { class: 'part' },
    title,
    modelChoice(choice, redraw),
    element(
      'details',
      {},
      element('summary', {}, say.more),
      element(
        'div',
        { class: 'fields' },
        ...Object.entries(options)
          .filter(([name]) => !ASKED_APART.has(name))
          .map(([name, option]) => optionField(choice, name, option)),
      ),
      more,
    ),
  );
}

const PRESETS = [
  ['rules+knn+popular', 'modelCounts', 'modelCountsText'],
  ['attention+rules+knn+popular', 'modelAttention', 'modelAttentionText'],
  ['fused', 'modelFused', 'modelFusedText'],
  ['', 'modelOwn', 'modelOwnText'],
] as const;

function modelChoice(choice: Record<string, unknown>, onChange: () => void): HTMLElement {
  const say = messages();
  const known = PRESETS.some(([model]) => model === choice.model);
  const own = listening(
    element('input', { value: known ? '' : String(choice.model), 'aria-label': say.modelNames, disabled: known }),
    {
      change: () => {
        choice.model = own.value.trim() || PRESETS[0][0];
        onChange();
      },
    },
  );
  return element(
    'fieldset',
    {},
    element('legend', {}, say.models),
    ...PRESETS.map(([model, name, text]) => {
      const checked = known ? model === choice.model : model === '';
      const radio = listening(element('input', { type: 'radio', name: 'model', checked }), {
        change: () => {
          own.disabled = model !== '';
          if (model === '') own.focus();
          choice.model = model || own.value.trim() || PRESETS[0][0];
          delete choice.set;
          onChange();
        },
      });
      return element(
        'div',
        { class: 'choice' },
        element('label', {}, radio, element('strong', {}, say[name]), element('span', { class: 'quiet' }, say[text])),
        model === '' && own,
      );
    }),
  );
}

/** A field for any option, by its kind in the table. */
function optionField(choice: Record<string, unknown>, name: string, option: Option): HTMLElement {
  const say = messages();
  const id = `option-${name}`;
  const set = (value: unknown): void => {
    if (value === undefined || value === '') delete choice[name];
    else choice[name] = value;
  };
  const byDefault = 'default' in option ? String(option.default) : '';
  const field = (): HTMLInputElement | HTMLSelectElement => {
    switch (option.type) {
      case 'flag': {
        const box = element('input', { type: 'checkbox', id, checked: (choice[name] as boolean) ?? option.default });
        return listening(box, { change: () => set(box.checked) });
      }
      case 'choice': {
        const chosen = String(choice[name] ?? byDefault);
        const select = element(
          'select',
          { id },
          ...option.values.map((value) => element('option', { value, selected: value === chosen }, value)),
        );
        return listening(select, { change: () => set(select.value) });
      }
      default: {
        const numeric = option.type === 'whole' || option.type === 'number';
        const kind = option.type === 'date' ? 'date' : numeric ? 'number' : 'text';
        const input = element('input', {
          type: kind,
          id,
          value: choice[name] === undefined ? undefined : String(choice[name]),
          placeholder: byDefault,
          min: numeric ? option.least : undefined,
        });
        return listening(input, {
          change: () => set(numeric && input.value !== '' ? Number(input.value) : input.value),
        });
      }
    }
  };
  return element(
    'p',
    {},
    element('label', { for: id }, say.optionNames[name] ?? name),
    field(),
    element('span', { class: 'quiet' }, (language() === 'zh' && say.optionMeanings[name]) || option.meaning),
  );
}

/** What can be set of each section that the chosen model names. */
function settingsOf(
  choice: Record<string, unknown>,
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): HTMLElement[] {
  const say = messages();
  const named =
    String(choice.model) === 'fused' ? ['attention', 'rules', 'knn', 'popular'] : String(choice.model).split('+');
  const given = new Map(((choice.set as string[]) ?? []).map((text) => text.split('=') as [string, string]));
  return Object.entries(settings)
    .filter(([section]) => named.includes(section))
    .map(([section, options]) =>
      element(
        'fieldset',
        {},
        element('legend', {}, fill(say.settingsOf, { name: section })),
        ...Object.entries(options).map(([option, value]) => {
          const key = `${section}.${option}`;
          const input = listening(
            element('input', { id: `set-${key}`, value: given.get(key), placeholder: String(value) }),
            {
              change: () => {
                if (input.value.trim() === '') given.delete(key);
                else given.set(key, input.value.trim());
                if (given.size === 0) delete choice.set;
                else choice.set = Array.from(given, ([name, text]) => `${name}=${text}`);
              },
            },
          );
          return element('p', {}, element('label', { for: `set-${key}` }, option), input);
        }),
      ),
    );
}

function actionsOf(stage: Stage): HTMLElement[] {
  const say = messages();
  switch (stage.run.training.state) {
    case 'running':
      return [button(say.pause, () => void stage.workbench.stop(), { class: 'button main' })];
    case 'paused':
      return [
        button(say.goOn, () => void start(stage), { class: 'button main' }),
        button(say.giveUp, () => void giveUp(stage)),
      ];
    default:
      return [button(say.start, () => void start(stage), { class: 'button main' })];
  }
}

function progressPart({ said, run }: Stage['run']['training']): HTMLElement[] {
  return [
    ...(said === '' ? [] : [element('p', { class: 'run-said' }, said)]),
    ...(run.steps.length === 0 ? [] : [element('h3', {}, messages().steps)]),
    stepList(run.steps),
    ...curvePart(run),
  ];
}

function packPart(stage: Stage): HTMLElement {
  const say = messages();
  const { bytes: size, products, tells } = stage.bench.pack!;
  return element(
    'section',
    { class: 'part' },
    element('p', {}, fill(say.trained, { products, size: bytes(size) })),
    tells.length > 0 && element('ul', { class: 'warning' }, ...tells.map((line) => element('li', {}, line))),
    element(
      'p',
      { class: 'actions' },
      button(say.export, () => void exportPack(stage), { class: 'button main' }),
      stage.place.useInShop !== undefined &&
        stage.bench.feed !== undefined &&
        button(say.useInShop, () => stage.place.useInShop!(stage.bench.name)),
    ),
    element('p', { class: 'quiet' }, say.exportHow),
    element('pre', {}, element('code', {}, `createRecommender({ products, pack: './${fileName(stage)}' })`)),
    element('p', { class: 'quiet' }, say.bringPack),
  );
}

const fileName = ({ bench }: Stage): string => fileNameOf(bench.name, '.safetensors');

async function exportPack(stage: Stage): Promise<void> {
  const pack = await stage.workbench.pack();
  if (pack !== undefined) download(fileName(stage), pack);
}

async function start(stage: Stage): Promise<void> {
  const say = messages();
  const { run } = stage;
  run.training = { run: new TrainingRun(), state: 'running', said: say.running };
  const { training } = run;
  stage.lay(stage.bench);
  try {
    const bench = await stage.workbench.train(run.choice, training.run.tell);
    training.state = 'ended';
    training.said = '';
    delete run.gaps.result;
    stage.lay(bench);
    stage.announce(fill(messages().trained, { products: bench.pack!.products, size: bytes(bench.pack!.bytes) }));
  } catch (thrown) {
    const paused = (thrown as { code?: string }).code === 'aborted';
    training.state = paused ? 'paused' : 'ended';
    training.said = paused ? messages().paused : wordsOf(thrown);
    stage.announce(training.said);
    for (const redraw of run.onChange) redraw();
  }
}

async function giveUp(stage: Stage): Promise<void> {
  const bench = await stage.workbench.abandon();
  stage.run.training = { run: new TrainingRun(), state: 'idle', said: messages().givenUp };
  stage.lay(bench);
}

/** How far each step is, as a tree. */
export function stepList(steps: readonly Step[]): HTMLElement {
  const say = messages();
  return element(
    'ul',
    { class: 'steps' },
    ...steps.map(({ name, done, total, best, ended, parts }) =>
      element(
        'li',
        { class: ended ? 'is-done' : undefined },
        element('span', { class: 'step-name' }, name),
        parts.length === 0 &&
          element('progress', { max: 1, value: ended ? 1 : done / (total || 1), 'aria-label': name }),
        element(
          'span',
          { class: 'quiet' },
          [ended ? say.stepDone : '', best === undefined ? '' : fill(say.best, { value: number(best, 4) })]
            .filter(Boolean)
            .join(' · '),
        ),
        parts.length > 0 && stepList(parts),
      ),
    ),
  );
}

function curvePart({ figures }: TrainingRun): HTMLElement[] {
  const say = messages();
  const named = { loss: say.loss, validation: say.validation };
  const drawn = Object.entries(named).flatMap(([figure, name], colour) => {
    const series = [...(figures.get(figure)?.values() ?? [])].filter(({ at }) => at.length > 1);
    if (series.length === 0) return [];
    const lines = series.map((one, i) => ({
      name: series.length > 1 ? `${name}, ${i + 1}. ${one.name}` : name,
      points: one.at.map((x, at) => [x, one.values[at]] as const),
      colour: colour + 2 * i,
    }));
    return [curves(lines, { label: name, x: say.steps, y: name, digits: figure === 'loss' ? 2 : 3 })];
  });
  return drawn.length === 0
    ? []
    : [element('h3', {}, say.curves), element('p', { class: 'quiet' }, say.curvesNote), ...drawn];
}
