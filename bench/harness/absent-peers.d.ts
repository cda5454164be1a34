// Stands in for the peers' types where they are not installed: `npm test` checks the benches without them.
// biome-ignore-all lint/suspicious/noExplicitAny: nothing is known of them there
type Anything = any;
declare const anything: Anything;
export default anything;
export declare const create: Anything;
export declare const insertMultiple: Anything;
export declare const save: Anything;
export declare const search: Anything;
export declare const loadHnswlib: Anything;
export declare const env: Anything;
export declare const InferenceSession: Anything;
export declare class EdgeVec {
  [member: string]: Anything;
  constructor(...options: Anything[]);
}
export { EdgeVec as EdgeVecConfig, EdgeVec as Index, EdgeVec as Tensor, EdgeVec as Voy };
