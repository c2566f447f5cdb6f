/** Announces the selected cell to screen readers. */

import { printOne, scaleFor } from "../../i18n/number-format.js";
import { valuesOf } from "../../protocol/stages.js";
import { LiveRegion } from "../../ui/live-region.js";
import { indexOf, titleOf } from "./cells.js";

/** @import { Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */

export class CellAnnouncements {
  /**
   * @param {PanelContext} context
   * @param {HTMLElement} element a live region
   */
  constructor(context, element) {
    this.context = context;
    this.region = new LiveRegion(element);
    this.announcing = Promise.resolve(); // until the newest cell has been announced
  }

  localise() {
    this.region.localise();
  }

  /** @param {string} sentence */
  announce(sentence) {
    this.region.announce(sentence);
  }

  /**
   * Announces a cell with its value; without a reading there is no value, and nothing is announced.
   * @param {Place | null} cell
   * @param {(title: string, value: string) => string} sentence
   */
  announceCell(cell, sentence) {
    this.announcing = this.describe(cell, sentence);
  }

  /** @param {string} sentence about the cell that has been announced, to follow */
  async add(sentence) {
    await this.announcing;
    this.region.add(sentence);
  }

  /**
   * @param {Place | null} cell
   * @param {(title: string, value: string) => string} sentence
   */
  async describe(cell, sentence) {
    const { context } = this;
    await context.view.needed.arrival;
    const [model, shown] = [context.view.model, context.view.reading];
    const stage = model?.stages.find(({ name }) => name === cell?.stage);
    const values = model && stage && shown && valuesOf(shown, model, stage);
    if (cell && model && stage && values) {
      const value = values[indexOf(stage, cell)];
      const text = Number.isFinite(value) ? printOne(value, scaleFor([value])) : String(value);
      this.announce(sentence(titleOf(context.texts.look, model, cell), text));
    }
  }
}
