/** The buttons and switches around the pad. Every action stops a sample that is drawing itself. */

import { byId } from "../ui/dom.js";

/** @import { Pad } from "./pad.js" */
/** @import { SampleButtons } from "./sample-buttons.js" */

export class PadControls {
  /**
   * @param {Pad} pad
   * @param {SampleButtons} samples
   */
  constructor(pad, samples) {
    this.pad = pad;
    this.samples = samples;
    this.brush = /** @type {HTMLInputElement} */ (byId("brush"));
    this.grid = /** @type {HTMLInputElement} */ (byId("grid"));
    byId("undo").addEventListener("click", () => this.undo());
    byId("redo").addEventListener("click", () => this.redo());
    byId("clear").addEventListener("click", () => this.clear());
    pad.element.addEventListener("pointerdown", () => samples.stop(), { capture: true });
    this.brush.addEventListener("input", () => pad.setBrush(Number(this.brush.value)));
    this.grid.addEventListener("change", () => {
      byId("pad-grid").hidden = !this.grid.checked;
    });
    for (const radio of document.querySelectorAll("input[name=placement]")) {
      radio.addEventListener("change", () => pad.setPlacement(placementRadio("centred").checked));
    }
  }

  undo() {
    this.samples.stop();
    this.pad.undo();
  }

  redo() {
    this.samples.stop();
    this.pad.redo();
  }

  clear() {
    this.samples.stop();
    this.pad.clear();
  }

  /**
   * Set the brush and the placement from outside, and show them.
   * @param {{ brush: number, centre: boolean }} settings
   */
  set({ brush, centre }) {
    placementRadio(centre ? "centred" : "as-drawn").checked = true;
    this.brush.value = String(brush);
    this.pad.centre = centre;
    this.pad.setBrush(brush);
  }

  /** Enable the buttons that have an effect, show the pen, and the hint if the pad is empty. */
  inkChanged() {
    const { drawing, isEmpty, isExample, picture, brush } = this.pad;
    this.brush.value = String(brush.size);
    byId("undo").toggleAttribute("disabled", !drawing.canUndo);
    byId("redo").toggleAttribute("disabled", !drawing.canRedo);
    byId("clear").toggleAttribute("disabled", drawing.isEmpty && !isExample && !picture.image);
    byId("pad-hint").hidden = !isEmpty;
  }
}

/**
 * @param {"centred" | "as-drawn"} value
 * @returns {HTMLInputElement}
 */
function placementRadio(value) {
  return /** @type {HTMLInputElement} */ (document.querySelector(`input[name=placement][value=${value}]`));
}
