/** Pictures to download: the maps of a stage as PNG, the whole network as PNG, and the diagram as SVG. */

import { indexOfLargest } from "../lib/argsort.js";
import { pictureOf } from "../protocol/stages.js";
import { showImage } from "../ui/canvas.js";

/** @import { Model, Stage } from "../protocol/messages.js" */
/** @import { Shown } from "../protocol/page-state.js" */

/**
 * A reading to draw; `read` writes the caption of the prediction.
 * @typedef {{ model: Model, shown: Shown, read: (label: string, share: number) => string }} Content
 */
/** @typedef {{ stage: Stage, x: number, y: number, width: number, height: number }} Box */

const MIN_SIDE = 560; // pixels, longer side of a picture of a stage
const HEIGHT = 420; // of the diagram
const GAP = 70;
const MARGIN = 30;
const CAPTION = 44;
const VECTOR = 22; // width of a vector's column
const BACKGROUND = "#fcfbf9";
const TEXT = "#1b1a20";
const SECONDARY_TEXT = "#5c5966";
const LINE = "#b9b3a6";
const FONT = "system-ui, sans-serif";

/**
 * The maps of a stage, or one of them, enlarged by an integer factor.
 * @param {Stage} stage
 * @param {Content} content
 * @param {number | null} map
 */
export function stageAsPng(stage, content, map) {
  const source = canvasOf(stage, content);
  const [x, y, width, height] = map === null ? [0, 0, source.width, source.height] : mapRectangle(stage, map);
  const factor = Math.max(Math.floor(MIN_SIDE / Math.max(width, height)), 1);
  const picture = new OffscreenCanvas(width * factor, height * factor);
  const context = contextOf(picture);
  context.drawImage(source, x, y, width, height, 0, 0, picture.width, picture.height);
  return picture.convertToBlob({ type: "image/png" });
}

/**
 * The rectangle of a map on its stage's canvas.
 * @param {Stage} stage
 * @param {number} map
 * @returns {[x: number, y: number, width: number, height: number]}
 */
function mapRectangle({ shape, canvas: { columns, gap } }, map) {
  const [, height, width] = shape;
  return [(map % columns) * (width + gap), Math.floor(map / columns) * (height + gap), width, height];
}

/** @param {Content} content */
export function networkAsPng(content) {
  const { boxes, lines, width, height } = layOut(content.model);
  const picture = new OffscreenCanvas(2 * width, 2 * height);
  const context = contextOf(picture);
  context.scale(2, 2);
  context.fillStyle = BACKGROUND;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = LINE;
  for (const [x1, y1, x2, y2] of lines) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }
  context.textAlign = "center";
  for (const box of boxes) {
    context.drawImage(canvasOf(box.stage, content), box.x, box.y, box.width, box.height);
    for (const [at, text] of captions(box, content).entries()) {
      context.fillStyle = at === 0 ? TEXT : SECONDARY_TEXT;
      context.font = `${at === 0 ? "600 13px" : "11px"} ${FONT}`;
      context.fillText(text, box.x + box.width / 2, MARGIN + 8 + 16 * at);
    }
  }
  return picture.convertToBlob({ type: "image/png" });
}

/**
 * The same as SVG with editable lines and text; the maps are embedded PNGs with one pixel for each cell.
 * @param {Content} content
 */
export function diagramAsSvg(content) {
  const { boxes, lines, width, height } = layOut(content.model);
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
  add("rect", { width, height, fill: BACKGROUND });
  for (const [x1, y1, x2, y2] of lines) {
    add("line", { x1, y1, x2, y2, stroke: LINE });
  }
  for (const box of boxes) {
    const { x, y, width: wide, height: high } = box;
    const href = pngUrl(box.stage, content);
    add("image", {
      x,
      y,
      width: wide,
      height: high,
      href,
      style: "image-rendering: pixelated",
      preserveAspectRatio: "none",
    });
    for (const [at, text] of captions(box, content).entries()) {
      const look = { "font-family": FONT, "font-size": at === 0 ? 13 : 11, fill: at === 0 ? TEXT : SECONDARY_TEXT };
      add("text", { x: x + wide / 2, y: MARGIN + 8 + 16 * at, "text-anchor": "middle", ...look }, text);
    }
  }
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

/**
 * Lay the stages out from left to right, with a line from each stage to those computed from it.
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
 * @param {Content} content
 */
function captions({ stage }, { model, shown, read }) {
  const lines = [stage.title, stage.shape.join("×")];
  if (stage !== model.stages.at(-1)) {
    return lines;
  }
  const best = indexOfLargest(shown.probabilities);
  return [...lines, read(model.classes[best], shown.probabilities[best])];
}

/**
 * @param {Stage} stage
 * @param {Content} content
 */
function canvasOf(stage, content) {
  const canvas = new OffscreenCanvas(stage.canvas.width, stage.canvas.height);
  contextOf(canvas).putImageData(imageOf(stage, content), 0, 0);
  return canvas;
}

/**
 * @param {Stage} stage
 * @param {Content} content
 */
function pngUrl(stage, content) {
  const canvas = document.createElement("canvas");
  showImage(canvas, imageOf(stage, content));
  return canvas.toDataURL("image/png");
}

/**
 * @param {Stage} stage
 * @param {Content} content
 * @throws {Error} if the reading does not contain every cell of the stage
 */
function imageOf(stage, { shown, model }) {
  const picture = pictureOf(shown, model, stage);
  if (picture?.scale !== 1) {
    throw new Error(
      `picture: expected all cells of ${stage.name}, found ${picture ? `scale ${picture.scale}` : "none"}`,
    );
  }
  return new ImageData(picture.pixels.slice(), picture.width, picture.height);
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingEnabled = false;
  return context;
}
