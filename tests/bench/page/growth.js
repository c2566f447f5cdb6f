/** Time and memory of glasscnn's engine against size, and over many strokes. */

import { ArrayView } from "/release/js/worker/array-view.js";
import { openSession, startPython } from "./contenders/engine.js";

const started = startPython();
const TIMES = 100; // short runs, whose median is robust on a busy machine
const RUN_MS = 2;
const STROKES = 5; // in a drawing, before the pad is cleared
const POINTS = 16; // in a stroke

/**
 * The cost of a model: milliseconds for a whole image and for each stroke, megabytes of its buffers.
 * @param {string} address of the model file
 * @param {number[]} shape of its input
 * @param {number[]} strokes sides of the squares of pixels that change
 */
async function measureModel(address, [channels, height, width], strokes) {
  const pyodide = await started;
  const memory = pyodide.pyimport("_tracemalloc"); // NumPy reports its allocations to it
  memory.start(1);
  const contender = await openSession(pyodide, address, false);
  const [megabytes] = memory.get_traced_memory().toJs();
  memory.stop();

  const image = new Float32Array(channels * height * width).map(() => Math.random());
  const other = image.map((value) => 1 - value);
  const whole = time(contender, [image, other]);
  const byStroke = strokes.map((side) => {
    const changed = image.slice();
    const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
    for (let y = top; y < top + side; y++) {
      changed.fill(Math.random(), y * width + left, y * width + left + side);
    }
    return time(contender, [image, changed]);
  });
  contender.session.destroy();
  return { megabytes: megabytes / 1e6, whole, strokes: byStroke };
}

/**
 * The median of several runs, in milliseconds for each answer.
 * @param {import("./contenders/contender.js").Contender} contender
 * @param {Float32Array[]} images shown in turn
 */
function time(contender, images) {
  const runs = Array.from({ length: TIMES + 1 }, () => {
    const start = performance.now();
    let [count, now] = [0, start];
    while (now < start + RUN_MS) {
      contender.predict(images[count % images.length]);
      count++;
      now = performance.now();
    }
    return (now - start) / count;
  });
  return runs.slice(1).sort((a, b) => a - b)[Math.floor(TIMES / 2)]; // the first run warms up
}

/** @type {Promise<{ draw: () => void, heap: () => number }> | undefined} */
let pen;

/**
 * Draw strokes and read the drawing after each of them, as the page does, and clear it after a few strokes.
 * @param {string} address of the model file
 * @param {number} count
 * @returns {Promise<{ heap: number, milliseconds: number }>} bytes of WebAssembly memory, and time per stroke
 */
async function drawStrokes(address, count) {
  pen ??= takePen(address);
  const { draw, heap } = await pen;
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    draw();
  }
  return { heap: heap(), milliseconds: (performance.now() - start) / count };
}

/** @param {string} address */
async function takePen(address) {
  const pyodide = await started;
  const { session } = await openSession(pyodide, address, true);
  const ink = new ArrayView(pyodide, session.ink, "f32");
  const lengths = new ArrayView(pyodide, session.stroke_lengths, "i32");
  let strokes = 0;
  return {
    heap: () => /** @type {any} */ (pyodide)._module.HEAPU8.length,
    draw() {
      strokes = (strokes % STROKES) + 1;
      ink.data.set(randomStroke(), (strokes - 1) * POINTS * 2);
      lengths.data[strokes - 1] = POINTS;
      session.read_ink(strokes, 280, 18, true);
    },
  };
}

/** x, y, x, y, … of a random walk. */
function randomStroke() {
  const stroke = [40 + 200 * Math.random(), 40 + 200 * Math.random()];
  while (stroke.length < 2 * POINTS) {
    const next = stroke[stroke.length - 2] + 24 * (Math.random() - 0.5);
    stroke.push(Math.min(270, Math.max(10, next)));
  }
  return stroke;
}

Object.assign(globalThis, { measureModel, drawStrokes });
