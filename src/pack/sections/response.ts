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

/** Click and purchase probability. */
export const RESPONSE: SectionLayout<ResponseOptions, ReturnType<typeof tensors>> & { readonly name: 'response' } = {
  name: 'response',
  options: ResponseOptions,
  tensors,
};
