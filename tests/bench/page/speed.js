/**
 * Measures all contenders in one page, in alternating rounds: each in its own frame, on the same images, after its
 * outputs were checked.
 */

/** @typedef {import("./contenders/contender.js").Contender} Contender */
/** @typedef {import("./contenders/contender.js").Outputs} Outputs */

/**
 * @typedef {object} Entry
 * @property {string} key
 * @property {string} page the contender's page, with its query
 * @property {string} model
 * @property {"dense" | "stroke"} workload
 *
 * @typedef {{ name: string, shape: number[] }[]} Stages
 * @typedef {{ images: Float32Array[], numbers: Float32Array, stages: Stages }} Workload
 * @typedef {Entry & Workload & { contender: Contender, at: number }} Runner
 */

const TOLERANCE = 1e-5; // of the largest value in a stage
const WARM_UP_MS = 1500; // browsers recompile hot WebAssembly with optimisations, in the background

/** @type {Runner[]} */
const runners = [];

/**
 * Open the contenders, check their numbers, and warm them up.
 * @param {Entry[]} entries
 */
export async function prepare(entries) {
  const frames = new Map();
  for (const entry of entries) {
    const contender = frames.get(entry.page) ?? (await openFrame(entry.page));
    frames.set(entry.page, contender);
    const runner = { ...entry, contender, at: 0, ...(await loadWorkload(entry)) };
    await check(runner);
    await run(runner, WARM_UP_MS);
    runners.push(runner);
  }
}

/**
 * Let all prepared contenders answer in turn.
 * @param {object} effort
 * @param {number} effort.rounds
 * @param {number} effort.milliseconds how long an entry runs in each round; one answer, if that takes longer
 * @param {number} effort.seconds after which no further round begins
 * @returns {Promise<Record<string, number[]>>} milliseconds per answer, in each round
 */
export async function measure({ rounds, milliseconds, seconds }) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(runners.map(({ key }) => [key, []]));
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round < rounds && performance.now() < end; round++) {
    for (const runner of shuffled(runners)) {
      await answer(runner); // not measured: the caches still hold the data of the previous contender
      times[runner.key].push(await run(runner, milliseconds));
    }
  }
  return times;
}

/**
 * @param {string} page
 * @returns {Promise<Contender>}
 */
async function openFrame(page) {
  const frame = document.createElement("iframe");
  frame.src = page;
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve);
    document.body.append(frame);
  });
  return /** @type {any} */ (frame.contentWindow).contender;
}

/**
 * @param {Entry} entry
 * @returns {Promise<Workload>}
 */
async function loadWorkload({ model, workload }) {
  const folder = `/made/${model}/`;
  const description = await (await fetch(`${folder}model.json`)).json();
  const load = async (/** @type {string} */ name) => new Float32Array(await (await fetch(folder + name)).arrayBuffer());
  const [pixels, numbers] = await Promise.all([load(`${workload}.images`), load(`${workload}.numbers`)]);
  const count = description.workloads[workload];
  const size = pixels.length / count;
  const images = Array.from({ length: count }, (_, i) => pixels.subarray(i * size, (i + 1) * size));
  return { images, numbers, stages: description.outputs };
}

/**
 * Compare the outputs of a contender with the expected values, for every image in order.
 * @param {Runner} runner
 */
async function check({ key, contender, images, numbers, stages }) {
  let at = 0;
  for (const [i, image] of images.entries()) {
    const outputs = await contender.predict(image);
    if (outputs.length !== stages.length) {
      throw new Error(`${key} gives ${outputs.length} outputs, expected ${stages.length}`);
    }
    for (const [j, { name, shape }] of stages.entries()) {
      const size = shape.reduce((product, n) => product * n, 1);
      const error = deviation(outputs[j], numbers.subarray(at, at + size), shape, contender.layout);
      if (!(error <= TOLERANCE)) {
        throw new Error(`${key} does not compute the same: ${name} of image ${i} is off by ${error} of its scale`);
      }
      at += size;
    }
  }
}

/**
 * The largest difference, relative to the largest value.
 * @param {ArrayLike<number>} found
 * @param {Float32Array} expected with one map after the other
 * @param {number[]} shape
 * @param {"chw" | "hwc"} layout
 */
function deviation(found, expected, shape, layout) {
  if (found.length !== expected.length) {
    return Number.POSITIVE_INFINITY;
  }
  const channels = shape[0];
  const cells = expected.length / channels;
  let [difference, scale] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const [channel, cell] = [Math.floor(i / cells), i % cells];
    const value = layout === "chw" ? found[i] : found[cell * channels + channel];
    difference = Math.max(difference, Math.abs(value - expected[i])); // NaN propagates
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return difference / scale;
}

/**
 * Answer until the time is up.
 * @param {Runner} runner
 * @param {number} milliseconds
 * @returns {Promise<number>} milliseconds per answer
 */
async function run(runner, milliseconds) {
  const start = performance.now();
  let [count, now] = [0, start];
  while (now < start + milliseconds) {
    const outputs = answer(runner);
    look("then" in outputs ? await outputs : outputs); // a synchronous answer must not wait for a microtask
    count++;
    now = performance.now();
  }
  return (now - start) / count;
}

/**
 * Go through the images forwards and backwards, so that consecutive images differ by one step of the pen.
 * @param {Runner} runner
 */
function answer(runner) {
  const last = runner.images.length - 1;
  runner.at = (runner.at + 1) % (2 * last);
  return runner.contender.predict(runner.images[runner.at <= last ? runner.at : 2 * last - runner.at]);
}

let seen = 0;

/**
 * Read one value of every output, so that it must be computed.
 * @param {Outputs} outputs
 */
function look(outputs) {
  for (const output of outputs) {
    seen += output[0];
  }
}

/**
 * @template T
 * @param {T[]} items
 */
function shuffled(items) {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

Object.assign(globalThis, { prepare, measure, seen: () => seen });
