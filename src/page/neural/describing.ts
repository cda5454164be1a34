import type { DescribeOptions, DescribeRequest, Description, DescriptionStyle } from '../../contract/description.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Product, ProductId } from '../../contract/product.ts';
import { askBuiltIn } from '../built-in-model.ts';
import type { CallOptions } from '../facade/recommender.ts';
import type { EngineLink } from '../workers/engine-link.ts';
import { type Limits, within } from '../workers/limits.ts';
import type { NeuralLink } from '../workers/neural-link.ts';
import { packageFile } from '../workers/prebundled.ts';

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

/** Of the neural worker, which brings it in. As in `src/index.ts`, the address is written so that bundlers find the file. */
const scriptAddress = (): string =>
  packageFile(import.meta.url, 'describer.js') ?? new URL(/* @vite-ignore */ './describer.js', import.meta.url).href;

const STYLES: readonly DescriptionStyle[] = ['paragraph', 'line', 'search-title'];

/** Writes the text of a product, in the neural worker or by the browser's own language model under the same check. */
export async function describeProduct(
  { engine, neural, describer: generator, builtIn, patience }: DescribingParts,
  asked: ProductId | Product,
  { signal, style = 'paragraph', personal = true }: DescribeOptions & CallOptions,
): Promise<Description> {
  if (generator === undefined) {
    throw new VitrineError('no-generator', 'This shop has no describer.', {
      remedy: 'Train one with `vitrine train-describer` and name it in the option `generators.describer`.',
    });
  }
  if (!STYLES.includes(style)) {
    throw new VitrineError('bad-options', `There is no style ${String(style)} of texts.`, {
      remedy: `Give one of ${STYLES.join(', ')}.`,
    });
  }
  const limits: Limits = { what: 'describe()', deadline: patience, signal };
  const product = typeof asked === 'string' ? await productOf(engine, limits, asked) : plainProduct(asked);
  return within(limits, async () => {
    const forAll = !personal || style === 'search-title';
    // A text that is the same for everybody is better than none.
    const to = forAll ? {} : await visitorOf(engine, limits, product.id).catch(() => ({}));
    const draft = builtIn && style === 'paragraph' ? await builtInDraft(product, signal) : undefined;
    const life = await neural.ready();
    const request = {
      script: scriptAddress(),
      generator,
      product,
      style,
      ...to,
      ...(draft !== undefined && { draft }),
    };
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

/** Of the visitor and the product, what a text to this visitor needs. */
async function visitorOf(engine: EngineLink, limits: Limits, id: ProductId): Promise<Partial<DescribeRequest>> {
  const [profile, [known]] = await Promise.all([
    engine.ask(limits, (service) => service.profile()),
    engine.ask(limits, (service) => service.products([id]), { withProducts: true }),
  ]);
  return { profile, ...(known !== null && { known }) };
}

/** A copy that can cross to the worker. */
function plainProduct(product: Product): Product {
  if (typeof product?.id === 'string') return JSON.parse(JSON.stringify(product));
  throw new VitrineError('bad-options', 'What is to be described is neither a product nor its id.');
}

const TASK =
  'You write short product texts for a shop, in the language of the product. Say only what the given record says: no other ' +
  'brand, colour, material, size, number or price. Two sentences at most, plain text.';
/** What the browser's own language model writes of a product: it is told the record and nothing else. */
function builtInDraft(product: Product, signal: AbortSignal | undefined): Promise<string | undefined> {
  const { id: _, image: __, url: ___, description: ____, ...fields } = product;
  return askBuiltIn(TASK, JSON.stringify(fields), signal);
}
