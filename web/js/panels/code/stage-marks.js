/** A mark in the heading of each stage in the diagram that the person's code has computed. */

import { texts } from "../../i18n/language.js";
import { make } from "../../ui/dom.js";

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { OwnStage } from "../../protocol/sandbox-messages.js" */

export class StageMarks {
  /** @param {Diagram} diagram */
  constructor(diagram) {
    this.diagram = diagram;
    /** @type {Pick<OwnStage, "name" | "agrees">[]} */
    this.stages = [];
    diagram.addEventListener("layout", () => this.render()); // which may have written the headings anew
  }

  /** @param {Pick<OwnStage, "name" | "agrees">[]} stages */
  show(stages) {
    this.stages = stages;
    this.makeRoom(true);
    this.render();
  }

  /** The stages are computed anew: no mark is true for a moment, and their room stays. */
  hide() {
    this.stages = [];
    this.render();
  }

  /** No stage is the person's any more. */
  clear() {
    this.hide();
    this.makeRoom(false);
  }

  /** @param {boolean} isWanted */
  makeRoom(isWanted) {
    const { element } = this.diagram;
    if (element.classList.contains("has-own") !== isWanted) {
      element.classList.toggle("has-own", isWanted);
      this.diagram.drawConnections();
    }
  }

  render() {
    for (const mark of this.diagram.element.querySelectorAll(".own-mark")) {
      mark.remove();
    }
    for (const { name, agrees } of this.stages) {
      const mark = make("span", "own-mark", agrees ? texts.code.agrees : texts.code.differs);
      mark.dataset.testid = `own-${name}`;
      mark.dataset.agrees = String(agrees);
      this.diagram.stages.get(name)?.title.append(mark);
    }
  }
}
