/** What a panel needs that shows cells of its own: their titles and neighbours, and views that explain them. */

import { CellView } from "./cell-view.js";
import { centreCell, neighbourCell, titleOf } from "./cells.js";

/** @import { Stage } from "../../protocol/messages.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */

export class CellAccess {
  /** @param {PanelContext} context */
  constructor(context) {
    this.context = context;
  }

  /** @param {HTMLElement} element that is to show explanations */
  makeView(element) {
    return new CellView(element, this.context.texts.look, { testid: "lecture" });
  }

  /** @param {Place} place */
  titleOf(place) {
    const { texts, view } = this.context;
    return view.model ? titleOf(texts.look, view.model, place) : "";
  }

  /**
   * The cell that a key moves to: from none, the centre of the first map.
   * @param {Stage} stage
   * @param {Place | null} place
   * @param {string} key
   * @returns {Place | null} null if the key does not move
   */
  neighbour(stage, place, key) {
    const next = neighbourCell(stage, place ?? centreCell(stage), key);
    return next && !place ? centreCell(stage) : next;
  }

  /**
   * Explain a cell of the newest reading, unless there is a newer one by then.
   * @param {CellView} view
   * @param {Place} place
   * @param {string} asker whose questions replace each other
   * @returns {Promise<boolean>} whether it is explained
   */
  async explain(view, place, asker) {
    const { reader, view: page } = this.context;
    const { model, reading } = page;
    const answer = reading && (await reader.ask("cell", place, asker).catch(() => null)); // the reading reports errors
    if (!answer || !model || reading !== page.reading) {
      return false;
    }
    view.show(answer.result, this.titleOf(place), "", model, reading);
    return true;
  }
}
