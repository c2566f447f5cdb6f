/** Pointer and keyboard events on the maps of the diagram and of the inspector select cells. */

import { isSameCell } from "./cells.js";
import { cellInDiagram, cellInInspector, stageAt } from "./hit-test.js";

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Place } from "../../protocol/questions.js" */
/** @import { CellAnswers } from "./cell-answers.js" */
/** @import { CellSelection } from "./cell-selection.js" */
/** @import { Point } from "./hit-test.js" */

export class MapEvents {
  /**
   * @param {Diagram} diagram
   * @param {Inspector} inspector
   * @param {CellSelection} selection
   * @param {CellAnswers} answers
   */
  constructor(diagram, inspector, selection, answers) {
    this.diagram = diagram;
    this.inspector = inspector;
    this.selection = selection;
    this.answers = answers;
    this.mouse = new SubpixelMouse();
  }

  /** @param {HTMLElement} pad where drawing ends all pointing at cells */
  listen(pad) {
    const { diagram, inspector, mouse } = this;
    const maps = inspector.parts.maps;
    for (const element of [diagram.element, maps]) {
      element.addEventListener("pointermove", (event) => mouse.track(event), { capture: true });
    }
    diagram.element.addEventListener("pointerrawupdate", (event) => this.askAhead(/** @type {PointerEvent} */ (event)));
    diagram.element.addEventListener("pointermove", (event) => this.moveOverDiagram(event));
    diagram.element.addEventListener("click", (event) => this.clickDiagram(event), { capture: true });
    diagram.element.addEventListener("keydown", (event) => this.pressKey(event));
    maps.addEventListener("pointermove", (event) => this.moveOverInspector(event));
    maps.addEventListener("click", (event) => this.clickInspector(event));
    diagram.element.addEventListener("pointerleave", () => this.selection.leave());
    maps.addEventListener("pointerleave", () => this.selection.leave());
    pad.addEventListener("pointerdown", () => this.selection.drop());
  }

  /**
   * Ask about the cell under the mouse at once; `pointermove` comes with the next frame, which then shows the answer.
   * @param {PointerEvent} event
   */
  askAhead(event) {
    const isMouse = event.pointerType === "mouse" && event.buttons === 0;
    const cell = isMouse && !this.selection.pinned ? cellInDiagram(this.diagram, event.target, event) : null;
    if (cell && !isSameCell(cell, this.selection.hovered)) {
      this.answers.prepare(cell);
    }
  }

  /** @param {PointerEvent} event */
  moveOverDiagram(event) {
    if (event.pointerType === "touch") {
      return; // a finger on the diagram scrolls
    }
    this.point(cellInDiagram(this.diagram, event.target, this.mouse.locate(event)), event);
  }

  /** @param {PointerEvent} event */
  moveOverInspector(event) {
    this.point(cellInInspector(this.inspector, event.target, this.mouse.locate(event)), event);
  }

  /**
   * @param {Place | null} cell under the pointer
   * @param {PointerEvent} event
   */
  point(cell, { timeStamp }) {
    if (cell) {
      this.selection.hover(cell, timeStamp);
    } else {
      this.selection.leave();
    }
  }

  /** @param {MouseEvent} event */
  clickDiagram(event) {
    const isPointer = event.detail > 0; // 0: a key or assistive technology
    const stage = stageAt(this.diagram, event.target)?.stage;
    const cell = isPointer ? cellInDiagram(this.diagram, event.target, this.mouse.locate(event)) : null;
    if (cell || (!isPointer && stage && this.selection.pressStage(stage))) {
      event.stopPropagation(); // the stage's button would open or close the stage
    }
    if (cell) {
      this.selection.click(cell, event.timeStamp);
    }
  }

  /** @param {MouseEvent} event */
  clickInspector(event) {
    const cell = cellInInspector(this.inspector, event.target, this.mouse.locate(event));
    if (cell) {
      this.selection.click(cell, event.timeStamp);
    }
  }

  /** @param {KeyboardEvent} event */
  pressKey(event) {
    const stage = stageAt(this.diagram, event.target)?.stage;
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (stage && !hasModifier && this.selection.moveByKey(stage, event.key)) {
      event.preventDefault(); // the page would scroll
    }
  }
}

const NOWHERE = { clientX: Number.NaN, clientY: Number.NaN };

/**
 * The position of the mouse with its fraction of a pixel. Click events have integer coordinates, which on a
 * high-resolution screen may lie in the cell next to the one under the mouse.
 */
class SubpixelMouse {
  constructor() {
    /** @type {Point} */
    this.last = NOWHERE;
  }

  /** @param {PointerEvent} event */
  track({ pointerType, clientX, clientY }) {
    this.last = pointerType === "mouse" ? { clientX, clientY } : NOWHERE;
  }

  /**
   * @param {MouseEvent} event
   * @returns {Point}
   */
  locate({ clientX, clientY }) {
    const { last } = this;
    const isNear = Math.abs(clientX - last.clientX) < 1 && Math.abs(clientY - last.clientY) < 1;
    return isNear ? last : { clientX, clientY };
  }
}
