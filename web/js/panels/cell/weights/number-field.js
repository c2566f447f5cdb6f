/**
 * A number to be typed or stepped: Enter takes it, Escape puts the previous one back, ↑ and ↓ change it. A text that is no
 * number stays, with a sentence, and changes nothing. The number is rounded for display, and in full while it has the focus.
 */

import { texts } from "../../../i18n/language.js";
import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { make, setText } from "../../../ui/dom.js";
import { readNumber, shortest } from "./weight-step.js";

/**
 * What the number belongs to.
 * @typedef {object} Stepped
 * @property {(value: number) => void} take a number that was typed
 * @property {(steps: number, isHeld: boolean) => void} step by keys; whether the key is held since the last step
 * @property {() => void} rest the key was released
 * @property {() => void} [leave] Enter or Escape was pressed
 */

/** The steps that a key stands for. @type {Record<string, number>} */
export const KEY_STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

const SHIFT_STEPS = 10;

/**
 * @param {KeyboardEvent} event
 * @returns {number | null} null for another key
 */
export function stepsOf({ key, shiftKey, altKey, ctrlKey, metaKey }) {
  const steps = altKey || ctrlKey || metaKey ? undefined : KEY_STEPS[key];
  return steps === undefined ? null : steps * (shiftKey && Math.abs(steps) === 1 ? SHIFT_STEPS : 1);
}

export class NumberField {
  /** @param {Stepped} owner */
  constructor(owner) {
    this.owner = owner;
    this.value = 0;
    this.written = ""; // in the field, as long as nothing is typed
    this.input = make("input", "weight-number");
    Object.assign(this.input, { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    this.input.setAttribute("role", "spinbutton");
    this.trouble = make("span", "weight-trouble");
    this.trouble.setAttribute("role", "alert");
    this.trouble.hidden = true;
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("keyup", () => owner.rest());
    this.input.addEventListener("focus", () => this.rewrite());
    this.input.addEventListener("blur", () => this.leave());
  }

  leave() {
    this.owner.rest();
    if (this.take()) {
      this.restore();
    }
  }

  /** Write the number in another way, unless something is typed. */
  rewrite() {
    if (!this.isTyped) {
      this.restore();
    }
  }

  /** Whether something is typed that has not been taken. */
  get isTyped() {
    return this.input.value !== this.written;
  }

  /** The number in full, as the current language writes it. */
  get text() {
    return shortest(this.value).replace(".", texts.numbers.fixed(0.5, 1)[1]).replace("-", "−");
  }

  /** @param {number} value to show, unless another one is being typed */
  show(value) {
    if (this.value !== value || this.written === "") {
      this.value = value;
      this.rewrite();
    }
  }

  /** Put the number back in place of what was typed. */
  restore() {
    const isInFull = document.activeElement === this.input;
    this.written = isInFull ? this.text : printOne(this.value, scaleFor([this.value]));
    this.input.value = this.written;
    this.input.setAttribute("aria-valuenow", String(this.value));
    this.input.setAttribute("aria-valuetext", this.written);
    this.input.removeAttribute("aria-invalid");
    this.trouble.hidden = true;
  }

  /**
   * Let the person type.
   * @param {string} [first] the character that was pressed
   */
  begin(first) {
    this.input.focus();
    if (first === undefined) {
      this.input.select();
    } else {
      this.input.value = first;
    }
  }

  /** Take what was typed. @returns {boolean} whether it is a number */
  take() {
    if (!this.isTyped) {
      return true;
    }
    const number = readNumber(this.input.value);
    if (number === null) {
      this.input.setAttribute("aria-invalid", "true");
      setText(this.trouble, texts.weights.badNumber(this.input.value.slice(0, 40), this.text));
      this.trouble.hidden = false;
      return false;
    }
    this.value = Math.fround(number);
    this.restore();
    this.owner.take(number);
    return true;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const steps = stepsOf(event);
    if (this.isTyped && (event.ctrlKey || event.metaKey)) {
      event.stopPropagation(); // undo is that of the text
    } else if (steps !== null && this.take()) {
      event.preventDefault(); // the caret would move
      this.owner.step(steps, event.repeat);
    } else if (event.key === "Enter" && this.take()) {
      event.preventDefault();
      this.owner.leave?.();
    } else if (event.key === "Escape") {
      event.stopPropagation(); // the pinned cell stays
      this.restore();
      this.owner.leave?.();
    }
  }
}
