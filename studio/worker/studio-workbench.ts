import { Catalogue, type Feed } from '../../src/catalogue/catalogue.ts';
import { VitrineError } from '../../src/contract/errors.ts';
import type { CatalogueReport, Product, ProductId } from '../../src/contract/product.ts';
import { TextTable } from '../../src/kernels/compact/text-table.ts';
import type { Pack } from '../../src/pack/pack.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { logIn } from '../../src/trainer/browser/given-file.ts';
import type { InteractionLog } from '../../src/trainer/evaluation/interaction-log.ts';
import { inspectLog } from '../../src/trainer/log/inspect-log.ts';
import { readLogFile } from '../../src/trainer/log/log-file.ts';
import { LogQuestionError } from '../../src/trainer/log/log-question.ts';
import type { LogHints } from '../../src/trainer/log/understanding.ts';
import type { StepProgress } from '../../src/trainer/progress.ts';
import { whatAPackTells } from '../../src/trainer/what-a-pack-tells.ts';
import type {
  AttentionShares,
  Bench,
  Click,
  Comparison,
  DrawnPicture,
  EmbeddingMap,
  ExaminedPictures,
  ExplainedList,
  FeedUnderstanding,
  GapsFound,
  LoggedShopper,
  LogUnderstanding,
  MadeSheet,
  PackContents,
  PicturesChoice,
  TrainingChoice,
  Workbench,
} from '../workbench.ts';
import { attentionShares } from './attention-shares.ts';
import { BenchGenerators } from './bench-generators.ts';
import { BenchPictures } from './bench-pictures.ts';
import { embeddingMap } from './embedding-map.ts';
import { readFeed, tellApart } from './given-files.ts';
import { isPicture } from './given-pictures.ts';
import { KeptBench } from './kept-bench.ts';
import { PackLists } from './pack-lists.ts';

/** Products that are shown as examples of a feed. */
const EXAMPLES = 5;

interface TakenFeed {
  report: CatalogueReport;
  feed: Feed;
  products: readonly Product[];
}

interface TakenPack {
  bytes: Uint8Array<ArrayBuffer>;
  pack: Pack;
  /** Opened when lists are first asked for. */
  lists?: Promise<PackLists>;
}

/** What is on the bench, and all that can be done with it. */
export class StudioWorkbench implements Workbench {
  #kept!: KeptBench;
  #wasm = '';
  #feed: TakenFeed | undefined;
  #titles = new Map<ProductId, Product>();
  #understood: LogUnderstanding | undefined;
  /** Read when it is first trained or looked at. */
  #log: Promise<InteractionLog> | undefined;
  #pack: TakenPack | undefined;
  #generators = new BenchGenerators();
  #pictures!: BenchPictures;
  #trained: File | undefined;
  #running: AbortController | undefined;
  #finishing = new AbortController();

  async open(wasm: string): Promise<Bench> {
    this.#wasm = wasm;
    this.#kept = await KeptBench.open();
    this.#pictures = await BenchPictures.open(this.#kept);
    this.#trained = await this.#kept.trained();
    const [feed, log, pack] = [await this.#kept.feed(), await this.#kept.log(), await this.#kept.pack()];
    const [generator, describer] = [await this.#kept.generator(), await this.#kept.describer()];
    if (feed) this.#lay(await takenFeed(feed));
    if (log) this.#understood = await this.#understand(log, this.#kept.notes.hints ?? {}, this.#feed);
    if (pack) this.#pack = { bytes: pack, pack: readPack(pack) };
    if (generator) this.#generators.generator = await BenchGenerators.readGenerator(generator);
    if (describer) this.#generators.describer = await BenchGenerators.readDescriber(describer);
    return this.#bench();
  }

  async take(files: readonly File[], anew = false): Promise<Bench> {
    await this.stop();
    const given = await tellApart(files.filter((file) => !isPicture(file)));
    const images = files.filter(isPicture);
    const another = anew && given.feed !== undefined;
    const feed = given.feed ? await takenFeed(given.feed) : this.#feed;
    const log = given.log ?? (another ? undefined : await this.#kept.log());
    const hints = given.log ? {} : (this.#kept.notes.hints ?? {});
    const understood = log && (await this.#understand(log, hints, feed));
    const pack = given.pack && (await takenPack(given.pack));
    const generator = given.generator && (await BenchGenerators.readGenerator(given.generator));
    const describer = given.describer && (await BenchGenerators.readDescriber(given.describer));
    const pictures = images.length > 0 && (await BenchPictures.read(images, titlesOf(feed)));
    if (another) await this.clear();
    if (feed) this.#lay(feed);
    this.#understood = understood;
    this.#log = undefined;
    if (given.feed) await this.#kept.keepFeed(given.feed);
    if (given.log) await this.#kept.keepLog(given.log);
    const named = given.feed ?? (this.#kept.notes.name === '' ? given.log : undefined);
    await this.#kept.note({ hints, ...(named && { name: named.name.replace(/(\.\w+)(\.gz)?$/, '') }) });
    if (given.feed || given.log) await this.#dropPack();
    if (pack) await this.#layPack(pack, whatAPackTells(pack.pack));
    if (generator) {
      this.#generators.generator = generator;
      await this.#kept.keepGenerator(given.generator!);
    }
    if (describer) {
      this.#generators.describer = describer;
      await this.#kept.keepDescriber(given.describer!);
    }
    if (pictures) await this.#pictures.lay(pictures);
    return this.#bench();
  }

  async answer(hints: LogHints): Promise<Bench> {
    const log = await this.#kept.log();
    if (log === undefined) throw new VitrineError('bad-options', 'There is no log.', { remedy: 'Give one first.' });
    await this.stop();
    this.#understood = await this.#understand(log, hints, this.#feed);
    this.#log = undefined;
    await this.#kept.note({ hints });
    await this.#dropPack();
    return this.#bench();
  }

  async rename(name: string): Promise<void> {
    await this.#kept.note({ name });
  }

  async clear(): Promise<void> {
    await this.stop();
    await this.#kept.clear();
    this.#feed = this.#understood = this.#log = this.#pack = undefined;
    this.#generators = new BenchGenerators();
    this.#pictures.clear();
    this.#trained = undefined;
    this.#titles.clear();
  }

  async products(): Promise<Product[]> {
    return [...(this.#feed?.products ?? [])];
  }

  async shoppers(most: number, clicks: number): Promise<LoggedShopper[]> {
    const { sequences, shoppers, shopperIds, productIds, names } = await this.#readLog();
    const { items, offsets } = sequences;
    const length = (at: number): number => offsets[at + 1] - offsets[at];
    const busiest = Array.from(shoppers.keys()).sort((a, b) => length(b) - length(a));
    return busiest.slice(0, most).map((at) => ({
      id: shopperIds[shoppers[at]],
      clicks: Array.from({ length: Math.min(clicks, length(at)) }, (_, back) => {
        const place = offsets[at + 1] - Math.min(clicks, length(at)) + back;
        const product = productIds[items[place] - 1];
        return { product, title: this.#titleOf(product), name: names?.[place] ?? 'view_item' };
      }),
    }));
  }

  async options() {
    const { trainingOptions } = await import('./training.ts');
    return trainingOptions();
  }

  async train(choice: TrainingChoice, tell: (progress: StepProgress) => void): Promise<Bench> {
    const { train } = await import('./training.ts');
    const log = await this.#readLog();
    await this.#kept.note({ unfinished: choice });
    const { pack, tells } = await this.#run((signal) =>
      train({ log, products: this.#feed?.feed }, choice, {
        tell,
        signal,
        folder: this.#kept.runs,
        wasm: this.#wasm,
      }),
    );
    await this.#layPack({ bytes: pack, pack: readPack(pack) }, tells);
    return this.#bench();
  }

  async compare(choice: TrainingChoice, shoppers: number, tell: (progress: StepProgress) => void): Promise<Comparison> {
    const { compare } = await import('./training.ts');
    const log = await this.#readLog();
    return this.#run((signal) =>
      compare({ log, products: this.#feed?.feed }, choice, shoppers, {
        tell,
        signal,
        folder: this.#kept.runs,
        wasm: this.#wasm,
      }),
    );
  }

  async gaps(count: number, tell: (progress: StepProgress) => void): Promise<GapsFound> {
    const [{ inContext }, { showGaps }] = await Promise.all([import('./run-place.ts'), import('./gaps.ts')]);
    const { generator, describer } = this.#generators;
    const pictures = this.#pictures.shop;
    if (this.#feed === undefined || this.#pack === undefined) {
      throw new VitrineError('bad-options', 'There is no feed and no pack to look for gaps with.', {
        remedy: 'Give a feed and a log, and train a pack.',
      });
    }
    const input = { feed: this.#feed.feed, products: this.#titles, pack: this.#pack.pack, log: await this.#readLog() };
    return this.#run((signal) =>
      inContext({ tell, signal, folder: this.#kept.runs, wasm: this.#wasm }, (run) =>
        showGaps({ ...input, generator: generator?.read, describer: describer?.read, pictures }, count, run),
      ),
    );
  }

  async takeDrawn(drawn: readonly { product: ProductId; picture: DrawnPicture }[]): Promise<Bench> {
    await this.#pictures.takeDrawn(drawn);
    return this.#bench();
  }

  async trainPictures(
    choice: PicturesChoice,
    tell: (progress: StepProgress) => void,
    onExamined: (found: ExaminedPictures) => void,
  ): Promise<Bench> {
    const [{ inContext }, { trainBenchFlow, trainGenerator }] = await Promise.all([
      import('./run-place.ts'),
      import('./picture-training.ts'),
    ]);
    const { model, kinds, size, steps } = choice;
    await this.#kept.note({ unfinishedPictures: choice });
    this.#finishing = new AbortController();
    const plan = { steps, finish: this.#finishing.signal, onExamined };
    try {
      const { generator, ...trained } = await this.#run((signal) =>
        inContext({ tell, signal, folder: this.#kept.runs, wasm: this.#wasm }, (run) =>
          model === 'flow'
            ? trainBenchFlow(this.#generators.generator?.read, kinds, plan, run)
            : trainGenerator(this.#pictures.shop.setOf(kinds, size, this.#titles), plan, run),
        ),
      );
      await this.#kept.keepTrained(generator, trained);
      this.#trained = await this.#kept.trained();
    } catch (thrown) {
      if (!(thrown instanceof VitrineError && thrown.code === 'aborted')) await this.abandonPictures();
      throw thrown;
    }
    return this.abandonPictures();
  }

  async finish(): Promise<void> {
    this.#finishing.abort();
  }

  async abandonPictures(): Promise<Bench> {
    await this.#kept.forgetRuns('pictures');
    await this.#kept.note({ unfinishedPictures: undefined });
    return this.#bench();
  }

  async trainedGenerator(): Promise<ArrayBuffer | undefined> {
    return this.#trained?.arrayBuffer();
  }

  async useTrained(): Promise<Bench> {
    if (this.#trained) {
      this.#generators.generator = await BenchGenerators.readGenerator(this.#trained);
      await this.#kept.keepGenerator(this.#trained);
    }
    return this.#bench();
  }

  async drawSheet(kind: string, seed: number): Promise<MadeSheet | undefined> {
    const { generator } = this.#generators;
    if (generator === undefined) return undefined;
    const [{ inContext }, { drawSheet }] = await Promise.all([
      import('./run-place.ts'),
      import('./picture-training.ts'),
    ]);
    return this.#run((signal) =>
      inContext({ tell: () => undefined, signal, folder: this.#kept.runs, wasm: this.#wasm }, (run) =>
        drawSheet(generator.read, kind, seed, run),
      ),
    );
  }

  async stop(): Promise<void> {
    this.#running?.abort();
  }

  async abandon(): Promise<Bench> {
    await this.#kept.forgetRuns('packs');
    await this.#kept.note({ unfinished: undefined });
    return this.#bench();
  }

  async pack(): Promise<ArrayBuffer | undefined> {
    return this.#pack?.bytes.slice().buffer;
  }

  async map(most: number): Promise<EmbeddingMap | undefined> {
    const log = this.#understood && 'summary' in this.#understood ? await this.#readLog() : undefined;
    return this.#pack && embeddingMap(this.#pack.pack, log, most, (id) => this.#labelsOf(id));
  }

  async attention(clicks: readonly Click[]): Promise<AttentionShares | undefined> {
    return this.#pack && attentionShares(this.#pack.pack, clicks);
  }

  async explain(clicks: readonly Click[], limit: number): Promise<ExplainedList | undefined> {
    const taken = this.#pack;
    if (taken === undefined) return undefined;
    taken.lists ??= PackLists.open(taken.bytes, this.#feed?.feed);
    return (await taken.lists).explain(clicks, limit, (id) => this.#titleOf(id));
  }

  #lay(feed: TakenFeed): void {
    this.#feed = feed;
    this.#titles = titlesOf(feed);
  }

  async #understand(file: File, hints: LogHints, feed: TakenFeed | undefined): Promise<LogUnderstanding> {
    const understood = { file: file.name, hints };
    try {
      return { ...understood, summary: await inspectLog(logIn(file), hints, feed?.feed) };
    } catch (thrown) {
      if (!(thrown instanceof LogQuestionError)) throw thrown;
      return { ...understood, question: thrown.question, message: thrown.message };
    }
  }

  #readLog(): Promise<InteractionLog> {
    const read = async (): Promise<InteractionLog> => {
      const file = await this.#kept.log();
      if (file === undefined) {
        throw new VitrineError('nothing-to-train', 'There is no log.', { remedy: 'Give a log of events first.' });
      }
      const { log } = await readLogFile(logIn(file), this.#kept.notes.hints ?? {});
      if (log.sequences.items.length > 0) return log;
      throw new VitrineError('nothing-to-train', 'The log has no interactions that count.', {
        remedy: 'Look at what was understood of its columns and words.',
      });
    };
    const reading = this.#log ?? read();
    this.#log = reading;
    reading.catch(() => {
      this.#log = undefined;
    });
    return reading;
  }

  async #run<TResult>(work: (signal: AbortSignal) => Promise<TResult>): Promise<TResult> {
    if (this.#running) throw new VitrineError('bad-options', 'A run is going on.', { remedy: 'Stop it first.' });
    const running = new AbortController();
    this.#running = running;
    try {
      const result = await work(running.signal);
      if (!running.signal.aborted) return result;
      throw new VitrineError('aborted', 'The run was stopped at its end.');
    } finally {
      this.#running = undefined;
    }
  }

  /** @param tells about shoppers, and what its training left out, in words */
  async #layPack(pack: TakenPack, tells: readonly string[]): Promise<void> {
    this.#pack = pack;
    await this.#kept.keepPack(pack.bytes);
    await this.#kept.note({ unfinished: undefined, tells });
  }

  /** The pack was trained on the files that were there before. */
  async #dropPack(): Promise<void> {
    this.#pack = undefined;
    await this.#kept.note({ unfinished: undefined });
    await this.#kept.keepPack(undefined);
  }

  #bench(): Bench {
    const { name, unfinished, unfinishedPictures, feedFile = '', tells = [] } = this.#kept.notes;
    const pictures = this.#pictures.understood(this.#titles);
    const trained = this.#trained;
    return {
      name,
      ...(this.#feed && { feed: understandingOf(feedFile, this.#feed) }),
      ...(this.#understood && { log: this.#understood }),
      ...(this.#pack && { pack: contentsOf(this.#pack, tells) }),
      ...(unfinished && { unfinished }),
      ...this.#generators.facts,
      ...(pictures && { pictures }),
      ...(unfinishedPictures && { unfinishedPictures }),
      ...(trained && { trained: { file: trained.name, bytes: trained.size, ...this.#kept.notes.trained! } }),
    };
  }

  #titleOf(id: ProductId): string {
    return this.#titles.get(id)?.title ?? id;
  }

  #labelsOf(id: ProductId): { title: string; category: string } {
    return { title: this.#titleOf(id), category: this.#titles.get(id)?.categories?.[0] ?? '' };
  }
}

async function takenFeed(file: File): Promise<TakenFeed> {
  const builder = await readFeed(file);
  const report = builder.report();
  const feed = builder.feed();
  const catalogue = new Catalogue(feed, TextTable.of([]));
  const products = Array.from({ length: catalogue.rows - 1 }, (_, i) => catalogue.product(i + 1)!);
  return { report, feed, products };
}

const titlesOf = (feed: TakenFeed | undefined): Map<ProductId, Product> =>
  new Map(feed?.products.map((product) => [product.id, product]));

/** @throws VitrineError `pack-corrupt`, `pack-version` */
async function takenPack(file: File): Promise<TakenPack> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { bytes, pack: readPack(bytes) };
}

function understandingOf(file: string, { report, products }: TakenFeed): FeedUnderstanding {
  const fields: Record<string, number> = {};
  for (const product of products) for (const field of Object.keys(product)) fields[field] = (fields[field] ?? 0) + 1;
  return { file, report, fields, examples: products.slice(0, EXAMPLES) };
}

function contentsOf({ bytes, pack }: TakenPack, tells: readonly string[]): PackContents {
  const { manifest, productIds, sections } = pack;
  return {
    bytes: bytes.length,
    products: productIds.length,
    created: manifest.created,
    weights: manifest.weights as Record<string, number>,
    metrics: manifest.metrics,
    tells,
    sections: Object.entries(sections).map(([name, { options, tensors }]) => ({
      name,
      options,
      bytes: Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0),
    })),
  };
}
