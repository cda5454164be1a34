export { type ErrorCode, VitrineError } from './contract/errors.ts';
export type * from './page/recommender.ts';
