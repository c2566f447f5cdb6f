/** glasscnn as in the page's worker: started by the same boot module, its buffers read without a copy. */

import { withoutSimd } from "/release/js/protocol/simd.js";
import { ArrayView } from "/release/js/worker/array-view.js";
import { boot } from "/release/js/worker/boot/boot.js";

/** @typedef {import("./contender.js").Contender} Contender */

/**
 * Start Python as the page does.
 * @param {boolean} [fastLoops] false: with NumPy's own loops
 */
export async function startPython(fastLoops = true) {
  const build = await buildFile();
  const { pyodide, session, complete } = await boot(fastLoops ? build : withoutSimd(build), siteAddress(), () => {});
  session.destroy();
  await complete();
  return pyodide;
}

/** The contents of build.json. */
export async function buildFile() {
  return (await fetch("/site/build.json")).json();
}

/** The URL of the site's folder. */
export function siteAddress() {
  return new URL("/site/", location.href).href;
}

/**
 * A session with a model.
 * @param {any} pyodide
 * @param {string} address of the model file
 * @param {boolean} painted whether it paints the stages too, or only computes them
 * @returns {Promise<Contender & { session: any }>}
 */
export async function openSession(pyodide, address, painted) {
  const session = pyodide.pyimport("glasscnn.bridge").Session();
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const stages = shownStages(JSON.parse(session.load_model(pyodide.toPy(bytes), address)));
  const image = new ArrayView(pyodide, session.image, "f32");
  const values = /** @type {ArrayView<Float32Array>} */ (new ArrayView(pyodide, session.values, "f32"));
  if (!painted) {
    session._repaint = pyodide.runPython("lambda *changed: None"); // other contenders produce no pixels
  }
  const readImage = session.read_image;
  return {
    session,
    layout: "chw",
    predict(pixels) {
      image.data.set(pixels);
      readImage();
      return slices(values.data, stages);
    },
  };
}

/**
 * The stages that every contender outputs: the maps and the probabilities.
 * @param {any} model as Python describes it
 * @returns {any[]}
 */
export function shownStages({ stages }) {
  return stages.filter(
    (/** @type {any} */ stage) => (stage.shape.length === 3 && stage.op !== "input") || stage.op === "softmax",
  );
}

/**
 * @param {Float32Array} values
 * @param {any[]} stages
 */
export function slices(values, stages) {
  return stages.map(({ values: { offset, length } }) => values.subarray(offset, offset + length));
}
