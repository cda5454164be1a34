/** What the page needs of the neural worker, loaded when it is first needed: training and generators. */
export { describeProduct } from './describing.ts';
export { imagine } from './imagining.ts';
export { NeuralLink } from './neural-link.ts';
export { trainPictures } from './picture-training.ts';
export { training } from './training.ts';
