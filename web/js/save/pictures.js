/** Pictures to take home: a stage's maps, the whole network in one, and the diagram as SVG with the maps in it. */

import { indexOfLargest } from "../lib/argsort.js";
import { showImage } from "../ui/canvas.js";

/** @import { Model, Stage } from "../protocol/messages.js" */
/** @import { Shown } from "../protocol/page-state.js" */

/** @typedef {{ model: Model, shown: Shown, read: (label: string, share: number) => string }} There `read` says the answer */
/** @typedef {{ stage: Stage, x: number, y: number, width: number, height: number }} Box */

const SIDE = 560; // pixels of a single picture's longer side, at least
const HEIGHT = 420; // of the diagram
const GAP = 70;
const MARGIN = 30;
const CAPTION = 44;
const VECTOR = 22; // width of a vector's column
const PAPER = "#fcfbf9";
const TEXT = "#1b1a20";
const QUIET = "#5c5966";
const WIRE = "#b9b3a6";
const FONT = "system-ui, sans-serif";

/**
 * A stage's maps, or one of them, enlarged by a whole factor.
 * @param {Stage} stage
 * @param {Shown} shown
 * @param {number | null} map
 */
export function stageAsPng(stage, shown, map) {
  const source = canvasOf(stage, shown);
  const [x, y, width, height] = map === null ? [0, 0, source.width, source.height] : placeOf(stage, map);
  const factor = Math.max(Math.floor(SIDE / Math.max(width, height)), 1);
  const picture = new OffscreenCanvas(width * factor, height * factor);
  const context = contextOf(picture);
  context.drawImage(source, x, y, width, height, 0, 0, picture.width, picture.height);
  return picture.convertToBlob({ type: "image/png" });
}

/**
 * Where a map lies on its stage's canvas.
 * @param {Stage} stage
 * @param {number} map
 * @returns {[number, number, number, number]}
 */
function placeOf({ shape, canvas: { columns, gap } }, map) {
  const [, height, width] = shape;
  return [(map % columns) * (width + gap), Math.floor(map / columns) * (height + gap), width, height];
}

/** @param {There} there */
export function networkAsPng(there) {
  const { boxes, lines, width, height } = layOut(there.model);
  const picture = new OffscreenCanvas(2 * width, 2 * height);
  const context = contextOf(picture);
  context.scale(2, 2);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = WIRE;
  for (const [x1, y1, x2, y2] of lines) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }
  context.textAlign = "center";
  for (const box of boxes) {
    context.drawImage(canvasOf(box.stage, there.shown), box.x, box.y, box.width, box.height);
    for (const [at, text] of captions(box, there).entries()) {
      context.fillStyle = at === 0 ? TEXT : QUIET;
      context.font = `${at === 0 ? "600 13px" : "11px"} ${FONT}`;
      context.fillText(text, box.x + box.width / 2, MARGIN + 8 + 16 * at);
    }
  }
  return picture.convertToBlob({ type: "image/png" });
}

/**
 * The same as SVG: lines and words can be edited, the maps are pictures in it, a pixel a cell.
 * @param {There} there
 */
export function diagramAsSvg(there) {
  const { boxes, lines, width, height } = layOut(there.model);
  const svg = document.implementation.createDocument("http://www.w3.org/2000/svg", "svg");
  const add = (/** @type {string} */ name, /** @type {Record<string, string | number>} */ attributes, text = "") => {
    const element = svg.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, String(value));
    }
    element.textContent = text;
    svg.documentElement.append(element);
  };
  svg.documentElement.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.documentElement.setAttribute("width", String(width));
  add("rect", { width, height, fill: PAPER });
  for (const [x1, y1, x2, y2] of lines) {
    add("line", { x1, y1, x2, y2, stroke: WIRE });
  }
  for (const box of boxes) {
    const { x, y, width: wide, height: high } = box;
    const href = pngUrl(box.stage, there.shown);
    add("image", {
      x,
      y,
      width: wide,
      height: high,
      href,
      style: "image-rendering: pixelated",
      preserveAspectRatio: "none",
    });
    for (const [at, text] of captions(box, there).entries()) {
      const look = { "font-family": FONT, "font-size": at === 0 ? 13 : 11, fill: at === 0 ? TEXT : QUIET };
      add("text", { x: x + wide / 2, y: MARGIN + 8 + 16 * at, "text-anchor": "middle", ...look }, text);
    }
  }
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

/**
 * Stages from left to right, each as wide as its maps are, and a line from each to those that it feeds.
 * @param {Model} model
 */
function layOut(model) {
  /** @type {Box[]} */
  const boxes = [];
  let x = MARGIN;
  const highest = Math.max(...model.stages.map(({ shape, canvas }) => (shape.length === 3 ? canvas.height : 0)));
  for (const stage of model.stages) {
    const isVector = stage.shape.length === 1;
    const height = isVector ? HEIGHT : Math.max(HEIGHT * (stage.canvas.height / highest), HEIGHT / 4);
    const width = isVector ? VECTOR : height * (stage.canvas.width / stage.canvas.height);
    boxes.push({ stage, x, y: MARGIN + CAPTION + (HEIGHT - height) / 2, width, height });
    x += Math.max(width, 60) + GAP;
  }
  const lines = boxes.flatMap((to) =>
    boxes
      .filter(({ stage }) => to.stage.inputs.includes(stage.name))
      .map((from) => [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2]),
  );
  return { boxes, lines, width: Math.ceil(x - GAP + MARGIN), height: HEIGHT + CAPTION + 2 * MARGIN };
}

/**
 * @param {Box} box
 * @param {There} there
 */
function captions({ stage }, { model, shown, read }) {
  const words = [stage.title, stage.shape.join("×")];
  if (stage !== model.stages.at(-1)) {
    return words;
  }
  const best = indexOfLargest(shown.probabilities);
  return [...words, read(model.classes[best], shown.probabilities[best])];
}

/**
 * @param {Stage} stage
 * @param {Shown} shown
 */
function canvasOf(stage, shown) {
  const canvas = new OffscreenCanvas(stage.canvas.width, stage.canvas.height);
  contextOf(canvas).putImageData(imageOf(stage, shown), 0, 0);
  return canvas;
}

/**
 * @param {Stage} stage
 * @param {Shown} shown
 */
function pngUrl(stage, shown) {
  const canvas = document.createElement("canvas");
  showImage(canvas, imageOf(stage, shown));
  return canvas.toDataURL("image/png");
}

/**
 * @param {Stage} stage
 * @param {Shown} shown
 */
function imageOf({ canvas: { offset, length, width, height } }, { pixels }) {
  return new ImageData(pixels.slice(offset, offset + length), width, height);
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingEnabled = false;
  return context;
}
