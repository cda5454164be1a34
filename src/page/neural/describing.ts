import type { Description } from '../../contract/description.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Product, ProductId } from '../../contract/product.ts';
import type { CallOptions } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { type Limits, within } from '../workers/limits.ts';
import type { NeuralLink } from '../workers/neural-link.ts';

export interface DescribingParts {
  engine: EngineLink;
  neural: NeuralLink;
  /** Of the describer: absolute address, or bytes. */
  describer: string | ArrayBuffer | undefined;
  /** Whether the browser's own language model may be asked. */
  builtIn: boolean;
  /** Milliseconds in which the neural worker starts and answers. */
  patience: number;
}

/** Writes the text of a product, in the neural worker or by the browser's own language model under the same check. */
export async function describeProduct(
  { engine, neural, describer: generator, builtIn, patience }: DescribingParts,
  asked: ProductId | Product,
  { signal }: CallOptions,
): Promise<Description> {
  if (generator === undefined) {
    throw new VitrineError('no-generator', 'This shop has no describer.', {
      remedy: 'Train one with `vitrine train-describer` and name it in the option `generators.describer`.',
    });
  }
  const limits: Limits = { what: 'describe()', deadline: patience, signal };
  const product = typeof asked === 'string' ? await productOf(engine, limits, asked) : plainProduct(asked);
  return within(limits, async () => {
    const draft = builtIn ? await builtInDraft(product, signal) : undefined;
    const life = await neural.ready();
    const request = { generator, product, ...(draft !== undefined && { draft }) };
    return life.call((service) => service.describe(request), patience);
  });
}

async function productOf(engine: EngineLink, limits: Limits, id: ProductId): Promise<Product> {
  const [product] = await engine.ask(limits, (service) => service.products([id]), { withProducts: true });
  if (product !== null) return product;
  throw new VitrineError('bad-options', `The shop has no product ${id} in stock.`, {
    remedy: 'Give the id of a product of the feed, or the product itself.',
  });
}

/** A copy that can cross to the worker. */
function plainProduct(product: Product): Product {
  if (typeof product?.id === 'string') return JSON.parse(JSON.stringify(product));
  throw new VitrineError('bad-options', 'What is to be described is neither a product nor its id.');
}

/** The Prompt API of browsers that bring a language model, as far as it is used. */
interface BuiltInModel {
  availability(): Promise<string>;
  create(options: object): Promise<{ prompt(text: string, options: object): Promise<string>; destroy(): void }>;
}

const TASK =
  'You write short product texts for a shop, in the language of the product. Say only what the given record says: no other ' +
  'brand, colour, material, size, number or price. Two sentences at most, plain text.';
/** Characters; a longer one is no short text. */
const LONGEST = 600;

/**
 * What the browser's own language model writes; undefined where there is none that is ready, or it fails: a download of
 * gigabytes is never begun for a product text.
 */
async function builtInDraft(product: Product, signal: AbortSignal | undefined): Promise<string | undefined> {
  const { LanguageModel } = globalThis as { LanguageModel?: BuiltInModel };
  try {
    if ((await LanguageModel?.availability()) !== 'available') return undefined;
    const session = await (LanguageModel as BuiltInModel).create({
      initialPrompts: [{ role: 'system', content: TASK }],
      signal,
    });
    try {
      const { id: _, image: __, url: ___, description: ____, ...fields } = product;
      const text = (await session.prompt(JSON.stringify(fields), { signal })).trim();
      return text === '' || text.length > LONGEST ? undefined : text;
    } finally {
      session.destroy();
    }
  } catch {
    return undefined;
  }
}
