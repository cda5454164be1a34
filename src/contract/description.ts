import type { Product } from './product.ts';

/** A text of a product that says of brand, colour, material, size and numbers only what the product's record says. */
export interface Description {
  /** Its lines are separated by `\n`. */
  text: string;
  /**
   * `written`: by the shop's describer. `edited`: the shop's own text of a similar product, with this one's facts.
   * `built-in`: by the browser's own language model, with its facts checked. `template`: the record's title and brand,
   * where nothing else could be said without inventing something.
   */
  source: 'written' | 'edited' | 'built-in' | 'template';
  /** Facts that the browser's own language model invented. Its text was rejected because of them. */
  invented?: readonly string[];
}

/** What the page asks of the neural worker. */
export interface DescribeRequest {
  /** Absolute address of the describer's file, or its bytes. */
  generator: string | ArrayBuffer;
  product: Product;
  /** A text of the browser's own language model, to be used where it invents nothing. */
  draft?: string;
}
