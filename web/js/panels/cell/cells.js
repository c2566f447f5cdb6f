/** Cells: where they lie in a reading, what they are called, and where the keys lead from one. */

import { isOfClasses } from "../../protocol/stages.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */

/**
 * A stage's maps, rows and columns; a vector's are one cell each.
 * @param {Stage} stage
 */
export function sizeOf({ shape: [maps, height = 1, width = 1] }) {
  return { maps, height, width };
}

/**
 * A cell's index in its stage's numbers.
 * @param {Stage} stage
 * @param {Place} place
 */
export function indexOf(stage, { channel, row, column }) {
  const { height, width } = sizeOf(stage);
  return (channel * height + row) * width + column;
}

/**
 * The number in a cell, as the engine has computed it.
 * @param {Float32Array} values of all stages
 * @param {Stage} stage
 * @param {Place} place
 */
export function valueAt(values, stage, place) {
  return values[stage.values.offset + indexOf(stage, place)];
}

/**
 * Whether a stage has such a cell.
 * @param {Stage} stage
 * @param {Place} place
 */
export function has(stage, { channel, row, column }) {
  const { maps, height, width } = sizeOf(stage);
  const isIn = (/** @type {number} */ number, /** @type {number} */ size) =>
    Number.isInteger(number) && number >= 0 && number < size;
  return isIn(channel, maps) && isIn(row, height) && isIn(column, width);
}

/**
 * @param {Place | null} a
 * @param {Place | null} b
 */
export function same(a, b) {
  return (
    a === b ||
    (a !== null &&
      b !== null &&
      a.stage === b.stage &&
      a.channel === b.channel &&
      a.row === b.row &&
      a.column === b.column)
  );
}

/**
 * The middle of a stage's first map: where the keyboard begins.
 * @param {Stage} stage
 * @returns {Place}
 */
export function middleOf(stage) {
  const { height, width } = sizeOf(stage);
  return { stage: stage.name, channel: 0, row: Math.floor(height / 2), column: Math.floor(width / 2) };
}

const MOVES = /** @type {Record<string, { channel?: number, row?: number, column?: number }>} */ ({
  ArrowLeft: { column: -1 },
  ArrowRight: { column: 1 },
  ArrowUp: { row: -1 },
  ArrowDown: { row: 1 },
  PageUp: { channel: -1 },
  PageDown: { channel: 1 },
  "[": { channel: -1 },
  "]": { channel: 1 },
});

/**
 * Where a key leads, up to the border; all arrows run through a vector.
 * @param {Stage} stage
 * @param {Place} place
 * @param {string} key
 * @returns {Place | null} null for a key that moves nothing
 */
export function moved(stage, place, key) {
  const { channel = 0, row = 0, column = 0 } = MOVES[key] ?? {};
  if (!MOVES[key]) {
    return null;
  }
  const { maps, height, width } = sizeOf(stage);
  const within = (/** @type {number} */ number, /** @type {number} */ size) => Math.min(size - 1, Math.max(0, number));
  const across = height * width === 1 ? row + column : 0;
  return {
    stage: stage.name,
    channel: within(place.channel + channel + across, maps),
    row: within(place.row + row, height),
    column: within(place.column + column, width),
  };
}

/**
 * What a cell is called. People count from 1.
 * @param {Texts["look"]} words
 * @param {Model} model
 * @param {Place} place
 */
export function titleOf(words, model, { stage: name, channel, row, column }) {
  const stage = model.stages.find((each) => each.name === name);
  if (!stage) {
    return name;
  }
  const { maps } = sizeOf(stage);
  if (stage.shape.length > 1) {
    return words.title(stage.title, words.cell(words.mapOf(channel + 1, maps), row + 1, column + 1));
  }
  const isClass = isOfClasses(stage, model);
  return words.title(stage.title, isClass ? words.ofClass(model.classes[channel]) : words.numberOf(channel + 1, maps));
}
