/**
 * Asks Python about the selected cell, then shows its receptive field and its computation: of a pinned cell in the dock, of
 * one that is only pointed at on a card beside it.
 */

import { messageOf } from "../../i18n/error-text.js";
import { noteOn } from "./cell-note.js";
import { isSameCell, titleOf } from "./cells.js";
import { DefaultCell } from "./default-cell.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Answer, Field, Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { CellAnswers } from "./cell-answers.js" */
/** @import { CellCard } from "./cell-card.js" */
/** @import { CellDock } from "./cell-dock.js" */
/** @import { CellSelection } from "./cell-selection.js" */
/** @import { CellView } from "./cell-view.js" */
/** @import { ReceptiveFieldOutlines } from "./receptive-field.js" */
/** @import { ViewSwitch } from "./view-switch.js" */

export class Explainer {
  /**
   * @param {PanelContext} context
   * @param {CellSelection} selection
   * @param {CellAnswers} answers
   * @param {ReceptiveFieldOutlines} outlines
   * @param {CellDock} dock
   * @param {CellCard} card
   * @param {ViewSwitch} views
   */
  constructor(context, selection, answers, outlines, dock, card, views) {
    this.context = context;
    this.texts = context.texts.look;
    this.selection = selection;
    this.answers = answers;
    this.outlines = outlines;
    this.dock = dock;
    this.card = card;
    this.default = new DefaultCell(context, selection, dock);
    this.views = views;
    this.request = 0; // number of the newest request; answers to older ones are dropped
  }

  /** Whether the cell is explained on the card: one that is pointed at, and in an embed without the dock also a pinned one. */
  get isOnCard() {
    return this.dock.isLeftOut || (this.selection.pinned === null && this.card.fits);
  }

  /** Outlines the selected cell at once, and explains it when Python has answered. */
  async explain() {
    this.request += 1;
    const { request, context, texts, selection, dock } = this;
    const { cell, pinned } = selection;
    const [model, shown] = [context.view.model, context.view.reading];
    dock.setPinned(pinned !== null);
    if (!cell || this.isOnCard) {
      this.default.show();
    }
    const colours = context.view.needed.need("cell", cell && model ? stagesOf(cell, model) : []);
    if (!cell || !model) {
      this.outline(null, null);
      this.card.hide();
      return;
    }
    const title = titleOf(texts, model, cell);
    if (!shown?.values || !context.python.isUp) {
      this.outline(cell, null);
      this.place(cell).showMessage(context.python.worker ? texts.waiting : texts.stopped, title);
      return;
    }
    try {
      const answers = Promise.all([this.answers.about(cell), colours]);
      if (!this.answers.hasAnswer(cell)) {
        this.outline(cell, isSameCell(cell, this.outlines.cell) ? this.outlines.field : null);
      }
      const [answer] = await answers;
      if (request === this.request && answer) {
        const [explanation, field] = answer;
        const target = this.place(cell, field.result);
        this.outline(cell, field);
        target.show(explanation.result, title, noteOn(explanation.result, context), model, shown);
        this.announce(target);
        this.views.showExplanation(explanation.result, field);
        this.measureLatency();
      } else if (request === this.request) {
        context.reader.read(); // `window.glasscnn.predict` has made Python read another image since
      }
    } catch (error) {
      if (request === this.request) {
        this.place(cell).showMessage(texts.broken(messageOf(error)), title);
      }
    }
  }

  /**
   * @param {Place | null} cell
   * @param {Answer<"field"> | null} field null until Python has answered
   */
  outline(cell, field) {
    this.outlines.show(cell, field, this.selection.pinned !== null);
  }

  /**
   * Opens the card beside the cell if it is explained there, otherwise closes it.
   * @param {Place} cell
   * @param {Field | null} [field]
   * @returns {CellView} where to show the explanation
   */
  place(cell, field = null) {
    if (this.isOnCard) {
      this.card.open(cell, field);
      return this.card.view;
    }
    this.card.hide();
    return this.dock;
  }

  /**
   * Announces the computation of a cell that has just been pinned.
   * @param {CellView} view that shows it
   */
  announce(view) {
    const { selection } = this;
    if (selection.pinned && selection.isNew) {
      selection.isNew = false;
      selection.announcements.add(view.spoken);
    }
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

/**
 * The stages whose cells an explanation shows: that of the cell, and those that it is computed from.
 * @param {Place} cell
 * @param {Model} model
 */
function stagesOf(cell, { stages }) {
  return [cell.stage, ...(stages.find(({ name }) => name === cell.stage)?.inputs ?? [])];
}
