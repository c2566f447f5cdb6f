/** One digit of a tray: made of the pad, of levels, and back. */

import { PAD_SIZE } from "../../../input/drawing.js";

/** @import { Pad } from "../../../input/pad.js" */
/** @import { Stroke } from "../../../protocol/page-state.js" */
/** @import { OwnDigit, TrayDigit } from "./digit-tray.js" */

/** @typedef {Extract<TrayDigit, { image: string }>} PicturedDigit */

const AT_ONCE = 4096; // arguments of a function
const FINE = 10; // parts of a unit of the pad; the network's pixels are 10 units wide

/**
 * What is on the pad, with a label.
 * @param {Pad} pad
 * @param {string} label
 * @returns {TrayDigit | null} null if nothing is there, or a picture in colours
 */
export function digitOnPad(pad, label) {
  const { picture, drawing, brush, content } = pad;
  const [channels, height, width] = picture.shape;
  if (content === "picture" && channels === 1) {
    return pictured(label, Uint8Array.from(picture.levels), height, width);
  }
  return content === "drawing"
    ? { label, strokes: rounded(drawing.strokes), canvas: PAD_SIZE, brush: brush.size }
    : null;
}

/**
 * Strokes with places to a tenth of a unit and times to a millisecond, which a file can hold in few characters.
 * @param {Stroke[]} strokes
 * @returns {Stroke[]}
 */
function rounded(strokes) {
  return strokes.map((stroke) =>
    stroke.map(([x, y, time]) => [Math.round(x * FINE) / FINE, Math.round(y * FINE) / FINE, Math.round(time)]),
  );
}

/**
 * A digit that came as a picture.
 * @param {string} label
 * @param {Uint8Array} levels height · width
 * @param {number} height
 * @param {number} width
 * @returns {PicturedDigit}
 */
export function pictured(label, levels, height, width) {
  let text = "";
  for (let start = 0; start < levels.length; start += AT_ONCE) {
    text += String.fromCharCode(...levels.subarray(start, start + AT_ONCE));
  }
  return { label, image: btoa(text), width, height };
}

/**
 * What a digit shows, without its label, as a text to compare.
 * @param {TrayDigit} digit
 */
export function contentOf(digit) {
  return "image" in digit ? digit.image : JSON.stringify([digit.canvas, digit.brush, digit.strokes]);
}

/**
 * Whether it is blank.
 * @param {TrayDigit} digit
 */
export function isBlank(digit) {
  return "image" in digit ? /^A*=*$/.test(digit.image) : digit.strokes.length === 0;
}

/**
 * The strokes and the pen of a drawn digit, as large as the pad.
 * @param {Exclude<TrayDigit, { image: string }>} digit
 * @returns {{ strokes: Stroke[], brush: number }}
 */
export function onPad({ strokes, canvas, brush }) {
  const scale = PAD_SIZE / canvas;
  return {
    strokes: strokes.map((stroke) => stroke.map(([x, y, time]) => [x * scale, y * scale, time])),
    brush: brush * scale,
  };
}

/**
 * The picture in the middle of an image without other ink.
 * @param {PicturedDigit} digit
 * @param {number[]} shape [C, H, W] of the image; its channels are alike
 * @returns {Float32Array | null} null if the picture is larger
 */
export function imageOf({ image, width, height }, [channels, rows, columns]) {
  if (width > columns || height > rows) {
    return null;
  }
  const levels = atob(image);
  const numbers = new Float32Array(channels * rows * columns);
  const [top, left] = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)];
  for (let at = 0; at < levels.length; at++) {
    const place = (top + Math.floor(at / width)) * columns + left + (at % width);
    for (let channel = 0; channel < channels; channel++) {
      numbers[channel * rows * columns + place] = levels.charCodeAt(at) / 255;
    }
  }
  return numbers;
}

/**
 * Whether a model with this input can read it.
 * @param {OwnDigit} digit
 * @param {number[]} shape [C, H, W]
 */
export function fits(digit, [, height, width]) {
  return !("image" in digit) || (digit.height <= height && digit.width <= width);
}
