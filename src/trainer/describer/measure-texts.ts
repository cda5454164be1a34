import type { Product } from '../../contract/product.ts';
import type { Describer, DescriberOptions, SourcedText } from '../../learning/generators/describer/describer.ts';
import { NearestTexts } from '../../learning/generators/describer/nearest-texts.ts';
import { attributesOf } from '../../learning/generators/describer/product-facts.ts';
import { TEMPLATES } from '../../learning/generators/describer/template.ts';
import { cleanText, splitWords } from '../../learning/generators/describer/words.ts';
import { textQuality } from '../evaluation/metrics/text.ts';
import { FactCheck } from './fact-check.ts';

/** What one way of writing texts is worth. */
export interface TextFigures {
  bleu4: number;
  rougeL: number;
  /** Texts with something that the product's record does not say, and how many such words. */
  textsThatInvent: number;
  invented: number;
}

/** Ways to write: the describer as it is served, what its net writes alone, and the shop's own texts edited alone. */
export const WAYS = {
  describer: {},
  written: { neighbours: 0 },
  edited: { beams: 0 },
} as const satisfies Record<string, Partial<DescriberOptions>>;
export type Way = keyof typeof WAYS;

export interface TextMeasurement extends Record<Way, TextFigures> {
  texts: number;
  /** The text of the product of `taught` whose record has most in common, unchanged. */
  nearest: TextFigures;
  /** The best of the fixed templates, by BLEU-4 and ROUGE-L together. */
  template: TextFigures & { form: string };
  /** Where the describer's texts are from. */
  sources: Record<SourcedText['source'], number>;
  /** A few products with the text that the shop wrote and the one that was made. */
  samples: { title: string; shop: string; made: string; source: string }[];
}

const SAMPLES = 8;

/**
 * Measures a describer beside a copy of the nearest product's text and beside fixed templates.
 * @param asked products with the shop's own texts, none of which was learned from
 * @param taught products that were
 * @param made texts of `asked`, each way
 */
export async function measureTexts(
  describer: Describer,
  asked: readonly Product[],
  taught: readonly Product[],
  made: Readonly<Record<Way, readonly SourcedText[]>>,
): Promise<TextMeasurement> {
  const wanted = asked.map(({ description = '', title }) => cleanText(description, title));
  const check = checkOf(describer, [...asked, ...taught]);
  const figuresOf = (texts: readonly string[]): TextFigures => {
    const invented = texts.map((text, i) => check.inventedIn(text, asked[i]).length);
    return {
      ...textQuality(texts, wanted),
      textsThatInvent: invented.filter((count) => count > 0).length,
      invented: invented.reduce((sum, count) => sum + count, 0),
    };
  };
  const templates = Object.entries(TEMPLATES)
    .map(([form, write]) => ({ form, ...figuresOf(asked.map(write)) }))
    .sort((a, b) => b.bleu4 + b.rougeL - a.bleu4 - a.rougeL);
  const sources = { written: 0, edited: 0, template: 0 };
  for (const { source } of made.describer) sources[source]++;
  const of = (way: Way): TextFigures => figuresOf(made[way].map(({ text }) => text));
  const step = Math.max(1, Math.floor(asked.length / SAMPLES));
  return {
    texts: asked.length,
    describer: of('describer'),
    written: of('written'),
    edited: of('edited'),
    nearest: figuresOf(copiesOfNearest(asked, taught)),
    template: templates[0],
    sources,
    samples: asked
      .map(({ title = '' }, i) => ({ title, shop: wanted[i], ...sampleOf(made.describer[i]) }))
      .filter((_, i) => i % step === 0)
      .slice(0, SAMPLES),
  };
}

/** A check of what texts of a shop say, which knows the shop's own brands, colours and materials. */
export function checkOf({ known }: Describer, products: readonly Product[]): FactCheck {
  const valuesOf = (name: string): string[] =>
    products.flatMap((product) => {
      const value = (product as unknown as Record<string, unknown>)[name];
      return typeof value === 'string' ? value : [];
    });
  const own = { colour: valuesOf('colour'), material: valuesOf('material') };
  return new FactCheck(valuesOf('brand'), known.ordinary, known.rule, own);
}

const sampleOf = ({ text, source }: SourcedText) => ({ made: text, source });

/** For each product the text of the taught one whose record has most in common with its own. */
function copiesOfNearest(asked: readonly Product[], taught: readonly Product[]): string[] {
  const rows = new Map<string, number>();
  const rowsOf = (product: Product): number[] =>
    splitWords(attributesOf(product).join('\n').toLowerCase())
      .filter((word) => /^[\p{L}\p{N}]/u.test(word))
      .map((word) => {
        const row = rows.get(word) ?? rows.size;
        rows.set(word, row);
        return row;
      });
  const index = new NearestTexts(taught.map(rowsOf));
  return asked.map((product) => {
    const [nearest] = index.nearest(rowsOf(product));
    if (nearest === undefined) return '';
    const { description = '', title } = taught[nearest.text];
    return cleanText(description, title);
  });
}
