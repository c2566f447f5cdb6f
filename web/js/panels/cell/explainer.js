/** Asks Python about the selected cell, then shows its receptive field and its computation. */

import { messageOf } from "../../i18n/error-text.js";
import { isSameCell, titleOf } from "./cells.js";

/** @import { Cell } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { CellSelection } from "./cell-selection.js" */
/** @import { CellView } from "./cell-view.js" */
/** @import { ReceptiveFieldOutlines } from "./receptive-field.js" */
/** @import { ViewSwitch } from "./view-switch.js" */

export class Explainer {
  /**
   * @param {PanelContext} context
   * @param {CellSelection} selection
   * @param {ReceptiveFieldOutlines} outlines
   * @param {CellView} cellView
   * @param {ViewSwitch} views
   */
  constructor(context, selection, outlines, cellView, views) {
    this.context = context;
    this.texts = context.texts.look;
    this.selection = selection;
    this.outlines = outlines;
    this.cellView = cellView;
    this.views = views;
    this.request = 0; // number of the newest request; answers to older ones are dropped
  }

  /** Outlines the selected cell at once, and explains it when Python has answered. */
  async explain() {
    this.request += 1;
    const { request, context, texts, selection } = this;
    const { cell } = selection;
    const [model, shown] = [context.view.model, context.view.reading];
    this.cellView.setPinned(selection.pinned !== null);
    if (!cell || !model) {
      this.outlines.show(null, null);
      this.cellView.showMessage(selection.lostPin ? texts.gone : texts.hint);
      return;
    }
    this.outlines.show(cell, isSameCell(cell, this.outlines.cell) ? this.outlines.field : null);
    const title = titleOf(texts, model, cell);
    if (!shown?.values || !context.python.isUp) {
      this.cellView.showMessage(context.python.worker ? texts.waiting : texts.stopped, title);
      return;
    }
    try {
      const [explanation, field] = await Promise.all([
        context.reader.ask("cell", cell),
        context.reader.ask("field", cell),
      ]);
      if (request === this.request && explanation && field) {
        this.outlines.show(cell, field);
        this.cellView.show(explanation.result, title, this.noteFor(explanation.result), model, shown);
        this.views.showExplanation(explanation.result, field);
        this.measureLatency();
      } else if (request === this.request) {
        context.reader.read(); // `window.glasscnn.predict` has made Python read another image since
      }
    } catch (error) {
      if (request === this.request) {
        this.cellView.showMessage(texts.broken(messageOf(error)), title);
      }
    }
  }

  /**
   * What the numbers of an explanation do not show: an empty pad, a pixel of the input, a normalised input.
   * @param {Cell} explanation
   */
  noteFor({ steps: [first] }) {
    const { texts, context } = this;
    const input = context.view.model?.input;
    const isEmpty = context.pad.drawing.isEmpty && !context.pad.isExample;
    const notes = [isEmpty ? texts.empty : first.op === "input" ? texts.input : ""];
    if (input && first.op === "conv2d" && first.terms?.some(({ stage }) => stage === input.name)) {
      notes.push(texts.normalised(input.mean.join(", "), input.std.join(", ")));
    }
    return notes.filter(Boolean).join(" ");
  }

  /** Measures the time from the pointer event to the frame that shows the explanation. */
  measureLatency() {
    const start = this.selection.pointerTime;
    this.selection.pointerTime = 0;
    if (start) {
      requestAnimationFrame(() => {
        performance.clearMeasures("point-to-explained");
        performance.measure("point-to-explained", { start });
      });
    }
  }
}
