/**
 * The weights on the picture of a kernel, as one spin button (WAI-ARIA): it has the value of the selected weight, which ↑ and
 * ↓ change, and ← and → select another one. The pointer selects a weight, and drags it up or down.
 */

import { texts } from "../../../i18n/language.js";
import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { make } from "../../../ui/dom.js";
import { stepsOf } from "./number-field.js";
import { dragVertically } from "./vertical-drag.js";

/** @import { KernelCard } from "../kernel-card.js" */
/** @import { KernelEditor } from "./kernel-editor.js" */

/** The weight that a key selects, of `count`. @type {Record<string, (index: number, count: number) => number>} */
const TARGETS = {
  ArrowLeft: (index) => Math.max(0, index - 1),
  ArrowRight: (index, count) => Math.min(count - 1, index + 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** With Alt: rows and columns to move. @type {Record<string, [down: number, across: number]>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class WeightSpinner {
  /**
   * @param {KernelCard} card
   * @param {KernelEditor} editor
   */
  constructor(card, editor) {
    this.card = card;
    this.editor = editor;
    /** @type {number | null} index of the selected weight in the kernel */
    this.selected = null;
    /** @type {number | null} of the weight under the pointer */
    this.pointed = null;
    this.element = card.picture;
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "spinbutton");
    this.element.dataset.testid = `kernel-weights`;
    this.cursor = make("span", "weight-cursor");
    this.cursor.hidden = true;
    this.element.append(this.cursor);
    this.startValue = 0; // of a drag
    dragVertically(this.element, this);
    this.element.addEventListener("pointermove", (event) => this.point(event));
    this.element.addEventListener("pointerleave", () => this.leave());
    this.element.addEventListener("focus", () => this.select(this.selected ?? 0));
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.element.addEventListener("keyup", () => editor.rest());
    this.element.addEventListener("blur", () => editor.rest());
  }

  /** The weight that is shown in full: the one under the pointer, otherwise the selected one. */
  get shown() {
    return this.pointed ?? this.selected;
  }

  /** @param {number} index of a weight in the kernel */
  select(index) {
    this.selected = Math.min(index, this.card.layout.count - 1);
    this.pointed = null;
    this.editor.render();
  }

  /** Another kernel is on the card. */
  forget() {
    this.selected = this.pointed = null;
  }

  /**
   * @param {PointerEvent} event
   * @returns {number | null} the weight under it
   */
  indexUnder({ clientX, clientY }) {
    const { canvas, layout } = this.card;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const row = Math.floor(((clientY - top) / height) * layout.size.height);
    const column = Math.floor(((clientX - left) / width) * layout.size.width);
    return layout.indexNear({ row, column });
  }

  /** @param {PointerEvent} event */
  point(event) {
    const pointed = event.buttons === 0 ? this.indexUnder(event) : null;
    if (pointed !== this.pointed) {
      this.pointed = pointed;
      this.editor.render();
    }
  }

  leave() {
    if (this.pointed !== null) {
      this.pointed = null;
      this.editor.render();
    }
  }

  /**
   * A finger's first touch selects; while the picture has the focus, the page does not scroll under the finger.
   * @param {PointerEvent} event
   */
  grasp(event) {
    const index = this.indexUnder(event);
    if (index === null) {
      return false;
    }
    event.preventDefault(); // no text is selected
    this.selected = index;
    this.element.focus({ preventScroll: true });
    this.select(index);
    this.startValue = this.editor.valueOf(index);
    this.editor.editing.begin();
    return true;
  }

  /**
   * @param {number} pixels
   * @param {PointerEvent} event
   */
  drag(pixels, event) {
    if (this.selected !== null && this.editor.editing.edits?.gesture) {
      const steps = event.shiftKey ? 10 * pixels : pixels;
      this.editor.setWeight(this.selected, this.startValue + steps * this.editor.step, event.timeStamp);
    }
  }

  drop() {
    this.editor.rest();
  }

  cancel() {
    this.editor.editing.cancel();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { selected, card, editor } = this;
    if (selected === null || !editor.editing.edits || event.ctrlKey || event.metaKey) {
      return;
    }
    const { key, altKey } = event;
    const [steps, target, move] = [stepsOf(event), TARGETS[key], MOVES[key]];
    if (altKey && move) {
      this.select(card.layout.neighbour(selected, ...move));
    } else if (steps !== null) {
      editor.stepWeight(selected, steps, event.repeat);
    } else if (target && !altKey) {
      this.select(target(selected, card.layout.count));
    } else if (key === "Enter") {
      editor.number.begin();
    } else if (/^[\d.,+\u2212-]$/.test(key)) {
      editor.number.begin(key);
    } else {
      return;
    }
    event.preventDefault(); // the list would scroll, and Alt + ← goes back in the history
  }

  /** Show which weight is selected, and its value. */
  render() {
    const { selected, element } = this;
    this.cursor.hidden = this.shown === null;
    if (this.shown !== null) {
      this.place(this.cursor, this.shown);
    }
    const index = selected ?? 0;
    element.setAttribute("aria-label", texts.weights.kernel(this.editor.name));
    element.setAttribute("aria-valuenow", String(this.editor.valueOf(index)));
    element.setAttribute("aria-valuetext", this.describe(index));
  }

  /**
   * A weight in words, with its value.
   * @param {number} index
   */
  describe(index) {
    const value = this.editor.valueOf(index);
    return `${this.nameOf(index)}: ${printOne(value, scaleFor([value]))}`;
  }

  /** @param {number} index */
  nameOf(index) {
    const { layout } = this.card;
    const { map, y, x } = layout.weightAt(index);
    const { input, cell, place } = texts.weights;
    if (this.editor.isLinear && layout.count === layout.maps) {
      return input(map + 1);
    }
    return layout.maps === 1 ? cell(y + 1, x + 1) : place(map + 1, y + 1, x + 1);
  }

  /**
   * Place an element over a weight.
   * @param {HTMLElement} element
   * @param {number} index
   */
  place(element, index) {
    const { layout } = this.card;
    const { row, column } = layout.pixelOf(index);
    const { height, width } = layout.size;
    const { style } = element;
    style.left = `${(100 * column) / width}%`;
    style.top = `${(100 * row) / height}%`;
    style.width = `${100 / width}%`;
    style.height = `${100 / height}%`;
  }
}
