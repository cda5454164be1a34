/** The part of the page that few pages use, loaded when it is called: training and generators. */
export { imagine, trainPictures } from './imagining.ts';
export { training } from './training.ts';
