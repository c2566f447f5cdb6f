/** Asks Python about the cell that is looked at, marks where it comes from and where it goes, and has it explained. */

import { messageOf } from "../../i18n/error-text.js";
import { same, titleOf } from "./cells.js";

/** @import { Cell, Place } from "../../protocol/questions.js" */
/** @import { PanelContext } from "../../view/panel.js" */
/** @import { CellView } from "./cell-view.js" */
/** @import { ReceptiveFieldOutlines } from "./receptive-field.js" */
/** @import { ViewSwitch } from "./view-switch.js" */

export class Explainer {
  /**
   * @param {PanelContext} context
   * @param {ReceptiveFieldOutlines} marks
   * @param {CellView} cell
   * @param {ViewSwitch} views
   */
  constructor(context, marks, cell, views) {
    this.context = context;
    this.words = context.texts.look;
    this.marks = marks;
    this.cell = cell;
    this.views = views;
    this.asked = 0;
    /** When the pointer came to the cell that is to be explained; 0 if it was not the pointer. */
    this.pointTime = 0;
  }

  /**
   * Mark a cell at once, and explain it as soon as Python has answered.
   * @param {Place | null} place
   * @param {boolean} isPinned
   * @param {string} hint said where there is none
   */
  async explain(place, isPinned, hint) {
    this.asked += 1;
    const { asked, context, words } = this;
    const [model, shown] = [context.model(), context.shown()];
    this.cell.mark(isPinned);
    if (!place || !model) {
      this.marks.show(null, null);
      this.cell.say(hint);
      return;
    }
    this.marks.show(place, same(place, this.marks.place) ? this.marks.field : null);
    const title = titleOf(words, model, place);
    if (!shown?.values || !context.python()?.isUp) {
      this.cell.say(context.python()?.worker ? words.waiting : words.stopped, title);
      return;
    }
    try {
      const [cell, field] = await Promise.all([context.ask("cell", place), context.ask("field", place)]);
      if (asked === this.asked && cell && field) {
        this.marks.show(place, field);
        this.cell.show(cell.result, title, this.noteOn(cell.result), model, shown);
        this.views.showCell(cell.result, field);
        this.measure();
      } else if (asked === this.asked) {
        context.read(); // Python has read something else since, for `window.glasscnn.predict`
      }
    } catch (error) {
      if (asked === this.asked) {
        this.cell.say(words.broken(messageOf(error)), title);
      }
    }
  }

  /**
   * What must be known besides a cell's numbers.
   * @param {Cell} cell
   */
  noteOn({ steps: [first] }) {
    const { words, context } = this;
    const input = context.model()?.input;
    const isEmpty = context.pad.drawing.isEmpty && !context.pad.isExample;
    const notes = [isEmpty ? words.empty : first.op === "input" ? words.input : ""];
    if (input && first.op === "conv2d" && first.terms?.some(({ stage }) => stage === input.name)) {
      notes.push(words.normalised(input.mean.join(", "), input.std.join(", ")));
    }
    return notes.filter(Boolean).join(" ");
  }

  /** Note how long it took from the pointer to the picture. */
  measure() {
    const start = this.pointTime;
    this.pointTime = 0;
    if (start) {
      requestAnimationFrame(() => {
        performance.clearMeasures("point-to-explained");
        performance.measure("point-to-explained", { start });
      });
    }
  }
}
