import type { Product } from './product.ts';
import type { InterestKind, VisitorProfile } from './visitor-profile.ts';

/**
 * What a text is for. `paragraph`: all that there is to say. `line`: its first sentence, for a tile. `search-title`: the
 * product's name with its brand, colour and kind where they fit, for the title of a page that search engines show; at most 60
 * columns, of which a Chinese character takes two.
 */
export type DescriptionStyle = 'paragraph' | 'line' | 'search-title';

/** How a product is described. */
export interface DescribeOptions {
  /** Default `paragraph`. */
  style?: DescriptionStyle;
  /**
   * Whether the fact comes first that this visitor's history shares most: the product's brand, kind or a tag, or its price where
   * nothing else is shared and it is within the visitor's. Of a product that is given in another language than the shop's catalogue
   * has it in, the fact is the one in the same place. A `search-title` is the same for everybody. Default `true`.
   */
  personal?: boolean;
}

/** A fact of a product that the visitor's history shares. */
export interface SharedFact {
  kind: InterestKind | 'price';
  /** As the product's record writes it. */
  name: string;
}

/** A text of a product that says of brand, colour, material, size and numbers only what the product's record says. */
export interface Description {
  /** Its lines are separated by `\n`. Empty where the record says nothing. */
  text: string;
  /**
   * `written`: by the shop's describer. `edited`: the shop's own text of a similar product, with this one's facts.
   * `built-in`: by the browser's own language model, with its facts checked. `template`: the record's title and brand,
   * where nothing else could be said without inventing something, and every `search-title`.
   */
  source: 'written' | 'edited' | 'built-in' | 'template';
  /**
   * Why a text that is no `search-title` is by `template`. `no-facts`: the record has an id and nothing that describes.
   * `nothing-similar`: the describer knows no product like it, and wrote nothing. `all-refused`: every text that there was
   * stated a fact that the record does not.
   */
  reason?: 'no-facts' | 'nothing-similar' | 'all-refused';
  /** The fact that comes first since this visitor's history shares it most. Absent where the text is the same for everybody. */
  first?: SharedFact;
  /** Facts that the browser's own language model invented. Its text was rejected because of them. */
  invented?: readonly string[];
}

/** What the page asks of the neural worker. */
export interface DescribeRequest {
  /** Absolute address of the code that reads describers. */
  script: string;
  /** Absolute address of the describer's file, or its bytes. */
  generator: string | ArrayBuffer;
  product: Product;
  style?: DescriptionStyle;
  /** Of the visitor to whom the text is. Default: to nobody in particular. */
  profile?: Pick<VisitorProfile, 'interests' | 'price'>;
  /** The product as the shop's catalogue has it, whose words the profile uses. Default: as given. */
  known?: Product;
  /** A text of the browser's own language model, to be used where it invents nothing. */
  draft?: string;
}
