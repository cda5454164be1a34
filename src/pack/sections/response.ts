import * as plain from '../../contract/validation/plain-data.ts';
import { amounts, i8, type SectionLayout, u16 } from '../layout.ts';
import { perceptron } from './perceptron.ts';

/** Features of visitor, product, moment, and what the one did with the other. */
const RESPONSE_FEATURES = 23;

/** Inputs of both perceptrons: the features, the product's vector, the visitor's, and the two multiplied. */
export const responseInputs = (width: number): number => RESPONSE_FEATURES + 3 * width;

const CalibrationOptions = plain.fields({ slope: plain.finite, intercept: plain.finite });
const size = plain.whole(1, 256);
const ResponseOptions = plain.fields({
  width: size,
  hidden: size,
  click: CalibrationOptions,
  purchase: CalibrationOptions,
});
type ResponseOptions = plain.Read<typeof ResponseOptions>;

const tensors = ({ width, hidden }: ResponseOptions, items: number) => ({
  vectors: i8(items + 1, width),
  scales: amounts(items + 1),
  views: u16(items + 1),
  carts: u16(items + 1),
  purchases: u16(items + 1),
  ...perceptron('click.', responseInputs(width), hidden),
  ...perceptron('purchase.', responseInputs(width), hidden),
});

/**
 * The option `intents`: what actions say of the next purchase, learned of a shop's visitors. A pack has it where a validation
 * found it better. A look counts 1.
 */
export const INTENTS = plain.fields({
  /** What an action counts once the visitor has turned to another product, against one with that product. */
  decay: plain.positive(1),
  /** What putting into the cart counts, and so does a purchase. */
  carts: plain.notNegative,
  /** By what all this is multiplied of a product that was bought before: near 0 where nothing is bought again. */
  bought: plain.positive(1),
});
export type IntentOptions = plain.Read<typeof INTENTS>;

/** The option `objective`: what a visitor's lists are made for where a query names nothing. A pack has it where a validation agreed. */
export const OBJECTIVES = ['click', 'purchase', 'value'] as const;
export const OBJECTIVE = plain.optional(plain.oneOf(OBJECTIVES));

/** Click and purchase probability. */
export const RESPONSE: SectionLayout<ResponseOptions, ReturnType<typeof tensors>> & { readonly name: 'response' } = {
  name: 'response',
  options: ResponseOptions,
  tensors,
};
