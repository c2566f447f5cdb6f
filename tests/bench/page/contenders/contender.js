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

/**
 * What the contenders need to know of a model (model.json, which materials.py writes).
 * @typedef {object} Description
 * @property {[number, number, number]} image channels, height, width
 * @property {number[]} mean of each channel
 * @property {number[]} std
 */

/**
 * Start a contender and get one answer from it.
 * @param {(folder: string, description: Promise<Description>, query: URLSearchParams) => Promise<Contender>} open
 *   gets the address of the folder with the model's files; the description arrives while it loads
 */
export function present(open) {
  const query = new URLSearchParams(location.search);
  const folder = `/made/${query.get("model") ?? "gap10"}/`;
  /** @type {any} */ (globalThis).contender = start();

  async function start() {
    const description = fetch(`${folder}model.json`).then((answer) => answer.json());
    const contender = await open(folder, description, query);
    await contender.predict(new Float32Array(numbersOf((await description).image)));
    return contender;
  }
}

/**
 * The number of numbers in an array of that shape.
 * @param {number[]} shape
 */
export function numbersOf(shape) {
  return shape.reduce((product, n) => product * n, 1);
}

/**
 * (x − mean) / std of every pixel.
 * @param {Float32Array} image
 * @param {Float32Array} out
 * @param {Description} description with a mean and a deviation for each channel
 */
export function normalise(image, out, { mean, std }) {
  const cells = out.length / mean.length;
  for (let c = 0; c < mean.length; c++) {
    const [middle, spread] = [mean[c], std[c]];
    for (let i = c * cells; i < (c + 1) * cells; i++) {
      out[i] = (image[i] - middle) / spread;
    }
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
