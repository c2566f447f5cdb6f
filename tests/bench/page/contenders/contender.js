/**
 * Shared code of all contenders. Each has its own page, which starts it and gets one answer from it. Opened alone, the
 * page measures the start-up time; in a frame of speed.html it answers repeatedly.
 */

/**
 * The outputs of a contender for an image: the maps of every stage, then the probabilities.
 * @typedef {ArrayLike<number>[]} Outputs
 *
 * @typedef {object} Contender
 * @property {"chw" | "hwc"} layout whether the maps of a stage are stored one after the other, or interleaved cell by cell
 * @property {(image: Float32Array) => Outputs | Promise<Outputs>} predict for an image with values in 0 … 1
 */

const MEAN = 0.1307;
const STD = 0.3081;
const PIXELS = 784;

/**
 * Start a contender and get one answer from it.
 * @param {(folder: string, query: URLSearchParams) => Promise<Contender>} open
 *   gets the address of the folder with the model's files
 */
export function present(open) {
  const query = new URLSearchParams(location.search);
  const scope = /** @type {any} */ (globalThis);
  scope.contender = open(`/made/${query.get("model") ?? "gap10"}/`, query).then(async (contender) => {
    await contender.predict(new Float32Array(PIXELS));
    return contender;
  });
}

/**
 * (x − mean) / std of every pixel.
 * @param {Float32Array} image
 * @param {Float32Array} out
 */
export function normalise(image, out) {
  for (let i = 0; i < out.length; i++) {
    out[i] = (image[i] - MEAN) / STD;
  }
}

/**
 * The six arrays of gap10: weight and bias of both convolutions and of the linear layer.
 * @param {string} folder
 */
export async function gap10Weights(folder) {
  const all = new Float32Array(await (await fetch(`${folder}model.weights`)).arrayBuffer());
  const sizes = [90, 10, 900, 10, 100, 10];
  return sizes.map((size, i) => {
    const start = sizes.slice(0, i).reduce((sum, other) => sum + other, 0);
    return all.subarray(start, start + size);
  });
}
