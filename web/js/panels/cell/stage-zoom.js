/**
 * Enlarges the stage under a resting pointer, or with the keyboard focus, about the cell that is pointed at: this cell stays
 * where it is, and all others move away from it. Whoever goes on to a neighbour finds that where it was: the stage shrinks
 * when the pointer comes to a map of another one. The style sheet says how large and how fast.
 */

import { corner } from "../../diagram/map-layout.js";
import { RestTimer } from "../../lib/rest-timer.js";
import { stageAt, stageUnder } from "./hit-test.js";

/** @import { Diagram } from "../../diagram/diagram.js" */
/** @import { StageView } from "../../diagram/stage.js" */
/** @import { CellSelection } from "./cell-selection.js" */
/** @import { Point } from "./hit-test.js" */

const REST = 400; // milliseconds without a movement: whoever moves on wants to see the whole network

export class StageZoom {
  /**
   * @param {Diagram} diagram
   * @param {CellSelection} selection
   */
  constructor(diagram, selection) {
    this.diagram = diagram;
    this.selection = selection;
    /** @type {StageView | null} the enlarged stage */
    this.view = null;
    /** @type {{ view: StageView, point: Point } | null} where the pointer was last, if that is on a stage */
    this.pointed = null;
    this.rest = new RestTimer(
      REST,
      () => selection.pinned !== null, // the dock explains it, and the outlines on the other stages matter more
      () => this.pointed && this.enlarge(this.pointed.view, this.pointed.point),
    );
  }

  /** Listen to the diagram, after those who select its cells. */
  listen() {
    const { diagram } = this;
    diagram.element.addEventListener("pointermove", (event) => this.point(event));
    diagram.element.addEventListener("pointerleave", () => this.shrink());
    diagram.element.addEventListener("focusin", ({ target }) => this.focus(target));
    diagram.element.addEventListener("focusout", ({ target }) => this.blur(target));
    diagram.element.addEventListener("keydown", ({ target }) => this.focus(target)); // another cell may be selected
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.shrink());
    diagram.addEventListener("layout", () => this.stop());
  }

  /** @param {PointerEvent} event */
  point({ target, pointerType, clientX, clientY }) {
    const view = pointerType === "touch" ? undefined : stageUnder(this.diagram, target, { clientX, clientY });
    if (view !== this.view) {
      this.shrink();
    }
    if (view && view !== this.view) {
      this.pointed = { view, point: { clientX, clientY } };
      this.rest.restart();
    }
  }

  /** @param {EventTarget | null} target that has the focus */
  focus(target) {
    const view = stageAt(this.diagram, target);
    if (view?.button.matches(":focus-visible")) {
      this.enlarge(view, this.centreOf(view));
    }
  }

  /** @param {EventTarget | null} target that has lost the focus, perhaps to a stage that is clicked */
  blur(target) {
    const view = stageAt(this.diagram, target);
    if (view === this.view && !view?.button.matches(":hover")) {
      this.shrink();
    }
  }

  /**
   * The centre of the selected cell on the screen, or of the whole stage if the cell is in another one.
   * @param {StageView} view
   * @returns {Point}
   */
  centreOf({ stage, layout, canvas }) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const { cell } = this.selection;
    if (cell?.stage !== stage.name) {
      return { clientX: left + width / 2, clientY: top + height / 2 };
    }
    const { x, y } = corner(layout, cell.channel);
    return {
      clientX: left + ((x + cell.column + 0.5) / layout.width) * width,
      clientY: top + ((y + cell.row + 0.5) / layout.height) * height,
    };
  }

  /**
   * In depth a stage is opened instead; on a phone it is as wide as the screen. A diagram that scrolls would scroll further,
   * and rows with names beside them must stay where these are.
   * @param {StageView} view
   */
  canEnlarge({ labels }) {
    const { arrangement, element, narrow } = this.diagram;
    return !arrangement && !narrow.matches && !labels && element.scrollWidth <= element.clientWidth;
  }

  /**
   * @param {StageView} view
   * @param {Point} point of the screen that stays where it is
   */
  enlarge(view, { clientX, clientY }) {
    if (view !== this.view) {
      this.shrink();
      if (!this.canEnlarge(view)) {
        return;
      }
    }
    this.view = view;
    const { left, top, width, height } = view.button.getBoundingClientRect();
    view.button.style.setProperty("--zoom-x", `${(100 * (clientX - left)) / width}%`);
    view.button.style.setProperty("--zoom-y", `${(100 * (clientY - top)) / height}%`);
    view.element.classList.remove("shrinking");
    view.element.classList.add("enlarged");
  }

  async shrink() {
    const { view } = this;
    this.view = this.pointed = null;
    if (view) {
      view.element.classList.add("shrinking");
      await Promise.allSettled(view.button.getAnimations().map(({ finished }) => finished));
      if (view !== this.view) {
        showAsUsual(view);
      }
    }
  }

  /** The maps have been laid out anew: show them as they are. */
  stop() {
    this.view = this.pointed = null;
    this.diagram.stages.forEach(showAsUsual);
  }
}

/** @param {StageView} view */
function showAsUsual({ element }) {
  element.classList.remove("enlarged", "shrinking");
}
