/**
 * What the dock explains while no cell is pinned: the strongest cell of the first stage with maps. It follows the drawing
 * when that rests, and only while the dock is on the screen.
 */

import { observeSight } from "../../lib/sight.js";
import { WhenIdle } from "../../lib/when-idle.js";
import { valuesOf } from "../../protocol/stages.js";
import { strongestCell } from "../../view/strongest-cell.js";
import { titleOf } from "./cells.js";

/** @import { PanelContext } from "../panel-context.js" */
/** @import { CellDock } from "./cell-dock.js" */
/** @import { CellSelection } from "./cell-selection.js" */

export class DefaultCell {
  /**
   * @param {PanelContext} context
   * @param {CellSelection} selection
   * @param {CellDock} dock
   */
  constructor(context, selection, dock) {
    this.context = context;
    this.selection = selection;
    this.dock = dock;
    this.idle = new WhenIdle(() => this.explain());
    this.isSeen = false;
    observeSight(dock.element, ({ isIntersecting }) => {
      this.isSeen = isIntersecting;
      if (isIntersecting) {
        this.show();
      }
    });
  }

  /** Show it as soon as there is time, unless a cell is pinned by then. */
  show() {
    this.idle.request();
  }

  async explain() {
    const { selection, dock } = this;
    const { python, reader, texts, view } = this.context;
    const { model, reading } = view;
    if (selection.pinned) {
      return;
    }
    const cell = this.isSeen ? defaultCell(view) : null;
    if (!model || !reading || !cell || !python.isUp) {
      dock.showMessage(selection.lostPin ? texts.look.gone : texts.look.hint);
      return;
    }
    const answer = await reader.ask("cell", cell, "default").catch(() => null); // the reading itself reports errors
    if (answer && !selection.pinned) {
      const stage = model.stages.find(({ name }) => name === cell.stage);
      const note = [selection.lostPin ? texts.look.gone : "", texts.look.strongest(stage?.title ?? "")]
        .join(" ")
        .trim();
      dock.show(answer.result, titleOf(texts.look, model, cell), note, model, reading);
    }
  }
}

/**
 * The strongest cell of the first stage with maps; null while the values of that stage are not known.
 * @param {Pick<PanelContext["view"], "model" | "reading">} view
 */
export function defaultCell({ model, reading }) {
  const stage = model?.stages.slice(1).find(({ shape }) => shape.length === 3);
  const isKnown = model && reading && stage && valuesOf(reading, model, stage) !== null;
  return isKnown ? strongestCell({ model, reading }, stage.name) : null;
}
