/** What the host serves from node_modules: the contenders' packages, taken as they come. */
declare const anything: any;
export const env: typeof anything;
export const InferenceSession: typeof anything;
export const Tensor: typeof anything;
