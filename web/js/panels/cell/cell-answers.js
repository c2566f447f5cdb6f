/**
 * What Python says about a cell of the newest reading. Whoever expects that it will be needed asks ahead; such questions
 * replace each other, but not the question about the selected cell.
 */

import { isSameCell } from "./cells.js";

/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Answer, Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */

/** @typedef {[Answer<"cell">, Answer<"field">]} CellAnswer */
/**
 * A question that was asked ahead.
 * @typedef {object} Ahead
 * @property {Place} cell
 * @property {Shown | null} reading
 * @property {Promise<CellAnswer | null>} answer
 * @property {boolean} isHere whether it is answered
 */

export class CellAnswers {
  /** @param {Pick<PanelContext, "reader" | "view">} context */
  constructor({ reader, view }) {
    this.reader = reader;
    this.view = view;
    /** @type {Ahead | null} the last one */
    this.ahead = null;
  }

  /** @param {Place} cell */
  prepare(cell) {
    if (!this.aheadFor(cell)) {
      const answer = this.ask(cell, "ahead").catch(() => null); // whoever needs it asks again, and hears of the error
      const ahead = { cell, reading: this.view.reading, answer, isHere: false };
      this.ahead = ahead;
      answer.then((found) => {
        ahead.isHere = found !== null;
      });
    }
  }

  /**
   * Whether the answer about a cell can be shown at once.
   * @param {Place} cell
   */
  hasAnswer(cell) {
    return this.aheadFor(cell)?.isHere ?? false;
  }

  /**
   * @param {Place} cell
   * @returns {Promise<CellAnswer | null>} null if a newer question or reading has come first
   */
  async about(cell) {
    return (await this.aheadFor(cell)?.answer) ?? this.ask(cell, "");
  }

  /** @param {Place} cell */
  aheadFor(cell) {
    const { ahead, view } = this;
    return ahead?.reading === view.reading && isSameCell(ahead.cell, cell) ? ahead : null;
  }

  /**
   * @param {Place} cell
   * @param {string} asker
   * @returns {Promise<CellAnswer | null>}
   */
  async ask(cell, asker) {
    const { reader } = this;
    const [explanation, field] = await Promise.all([reader.ask("cell", cell, asker), reader.ask("field", cell, asker)]);
    return explanation && field ? [explanation, field] : null;
  }
}
