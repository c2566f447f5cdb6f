/** Reads a file of digits. What it takes and refuses is what `read_tray` in py/glasscnn/training/tray.py does. */

import { LocalisedError, messageOf } from "../../../i18n/error-text.js";
import { texts } from "../../../i18n/language.js";
import { LARGEST_DIGIT_SIDE, LARGEST_TRAY } from "../../../protocol/limits.js";
import { FORMAT, VERSION } from "./digit-tray.js";
import { isLabel } from "./label.js";

/** @import { Point, Stroke } from "../../../protocol/page-state.js" */
/** @import { TrayDigit } from "./digit-tray.js" */

const BETWEEN_POINTS = 8; // milliseconds, where a file has no times
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * @param {BufferSource} data of the file
 * @returns {TrayDigit[]}
 * @throws {LocalisedError} with the number of the digit, what was found and what was expected
 */
export function readTray(data) {
  const { errors } = texts.train.tray;
  const content = parsed(data);
  if (content?.format !== FORMAT) {
    throw new LocalisedError(() => errors.format(FORMAT));
  }
  if (content.version !== VERSION) {
    throw new LocalisedError(() => errors.version(VERSION, shown(content.version)));
  }
  const { digits } = content;
  if (!Array.isArray(digits) || digits.length > LARGEST_TRAY) {
    throw new LocalisedError(() => errors.digits(LARGEST_TRAY, Array.isArray(digits) ? digits.length : shown(digits)));
  }
  return digits.map((digit, index) => {
    try {
      return digitOf(digit);
    } catch (error) {
      throw new LocalisedError(() => errors.digit(index + 1, messageOf(error)));
    }
  });
}

/**
 * @param {BufferSource} data
 * @returns {any}
 */
function parsed(data) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch (error) {
    throw new LocalisedError(() => texts.train.tray.errors.json(messageOf(error)));
  }
}

/**
 * One digit of a file; whatever else it has is left out.
 * @param {any} digit
 * @returns {TrayDigit}
 * @throws {LocalisedError} if it is none
 */
export function digitOf(digit) {
  const { errors } = texts.train.tray;
  if (typeof digit !== "object" || digit === null || Array.isArray(digit)) {
    throw new LocalisedError(() => errors.object(shown(digit)));
  }
  const { label } = digit;
  if (!isLabel(label)) {
    throw new LocalisedError(() => errors.label(shown(label)));
  }
  return "image" in digit ? pictureOf(label, digit) : drawingOf(label, digit);
}

/**
 * @param {string} label
 * @param {any} digit
 * @returns {TrayDigit}
 */
function drawingOf(label, { strokes, canvas, brush }) {
  const { errors } = texts.train.tray;
  if (!Array.isArray(strokes) || !strokes.every(Array.isArray)) {
    throw new LocalisedError(() => errors.strokes(shown(strokes)));
  }
  for (const [name, value] of Object.entries({ canvas, brush })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new LocalisedError(() => errors.positive(name, shown(value)));
    }
  }
  const read = strokes.map((stroke, index) => strokeOf(stroke, index + 1)).filter((stroke) => stroke.length > 0);
  return { label, strokes: read, canvas, brush };
}

/**
 * @param {any[]} points
 * @param {number} number of the stroke
 * @returns {Stroke} each point with a time
 */
function strokeOf(points, number) {
  let last = -BETWEEN_POINTS;
  return points.map((point) => {
    if (!Array.isArray(point) || point.length < 2 || !point.slice(0, 2).every(isSingle)) {
      throw new LocalisedError(() => texts.train.tray.errors.point(number, shown(point)));
    }
    last = Number.isFinite(point[2]) ? point[2] : last + BETWEEN_POINTS;
    return /** @type {Point} */ ([point[0], point[1], last]);
  });
}

/**
 * Whether it is a number that float32 can hold.
 * @param {unknown} value
 */
const isSingle = (value) => typeof value === "number" && Number.isFinite(Math.fround(value));

/**
 * @param {string} label
 * @param {any} digit
 * @returns {TrayDigit}
 */
function pictureOf(label, { image, width, height }) {
  const { errors } = texts.train.tray;
  for (const [name, value] of Object.entries({ height, width })) {
    if (!(Number.isInteger(value) && value > 0 && value <= LARGEST_DIGIT_SIDE)) {
      throw new LocalisedError(() => errors.side(name, LARGEST_DIGIT_SIDE, shown(value)));
    }
  }
  if (typeof image !== "string" || !BASE64.test(image)) {
    throw new LocalisedError(() => errors.base64);
  }
  const levels = (image.length / 4) * 3 - (image.match(/=*$/)?.[0].length ?? 0);
  if (levels !== height * width) {
    throw new LocalisedError(() => errors.levels(height, width, levels));
  }
  return { label, image, width, height };
}

/**
 * A value for an error message, shortened.
 * @param {unknown} value
 */
function shown(value) {
  const text = JSON.stringify(value) ?? "–";
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
