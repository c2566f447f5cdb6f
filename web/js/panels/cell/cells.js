/** Addresses of cells: their index in a reading, their title, and the neighbour that a key leads to. */

import { layOut } from "../../diagram/map-layout.js";
import { isOfClasses } from "../../protocol/stages.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Model, Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */

/**
 * The number of maps in a stage, and their height and width in cells. The maps of a vector are single cells.
 * @param {Stage} stage
 */
export function sizeOf({ shape: [maps, height = 1, width = 1] }) {
  return { maps, height, width };
}

/**
 * The layout of one of the stage's maps on its own.
 * @param {Stage} stage
 */
export function singleMapLayout(stage) {
  return layOut({ ...stage, shape: [1, ...stage.shape.slice(1)] }, 1);
}

/**
 * The index of a cell among its stage's values.
 * @param {Stage} stage
 * @param {Place} cell
 */
export function indexOf(stage, { channel, row, column }) {
  const { height, width } = sizeOf(stage);
  return (channel * height + row) * width + column;
}

/**
 * Whether the stage contains the cell. The numbers may come from a link, so they are checked.
 * @param {Stage} stage
 * @param {Place} cell
 */
export function containsCell(stage, { channel, row, column }) {
  const { maps, height, width } = sizeOf(stage);
  const isIndex = (/** @type {number} */ number, /** @type {number} */ size) =>
    Number.isInteger(number) && number >= 0 && number < size;
  return isIndex(channel, maps) && isIndex(row, height) && isIndex(column, width);
}

/**
 * @param {Place | null} a
 * @param {Place | null} b
 */
export function isSameCell(a, b) {
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
 * The centre of the stage's first map, where keyboard navigation starts.
 * @param {Stage} stage
 * @returns {Place}
 */
export function centreCell(stage) {
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
 * The cell that a key moves to, clamped to the stage. In a vector, every arrow key moves to the previous or next number.
 * @param {Stage} stage
 * @param {Place} cell
 * @param {string} key
 * @returns {Place | null} null if the key is not a navigation key
 */
export function neighbourCell(stage, cell, key) {
  const { channel = 0, row = 0, column = 0 } = MOVES[key] ?? {};
  if (!MOVES[key]) {
    return null;
  }
  const { maps, height, width } = sizeOf(stage);
  const clamp = (/** @type {number} */ number, /** @type {number} */ size) => Math.min(size - 1, Math.max(0, number));
  const alongVector = height * width === 1 ? row + column : 0;
  return {
    stage: stage.name,
    channel: clamp(cell.channel + channel + alongVector, maps),
    row: clamp(cell.row + row, height),
    column: clamp(cell.column + column, width),
  };
}

/**
 * The title of a cell. Maps, rows and columns are counted from 1.
 * @param {Texts["look"]} texts
 * @param {Model} model
 * @param {Place} cell
 */
export function titleOf(texts, model, { stage: name, channel, row, column }) {
  const stage = model.stages.find((each) => each.name === name);
  if (!stage) {
    return name;
  }
  const { maps } = sizeOf(stage);
  if (stage.shape.length > 1) {
    return texts.title(stage.title, texts.cell(texts.mapOf(channel + 1, maps), row + 1, column + 1));
  }
  const isClass = isOfClasses(stage, model);
  return texts.title(stage.title, isClass ? texts.ofClass(model.classes[channel]) : texts.numberOf(channel + 1, maps));
}
