/**
 * A number to be typed or stepped: Enter takes it, Escape puts the previous one back, ↑ and ↓ change it. A text that is no
 * number stays, with a sentence, and changes nothing.
 */

import { texts } from "../../../i18n/language.js";
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
    this.input = make("input", "weight-number");
    Object.assign(this.input, { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    this.input.setAttribute("role", "spinbutton");
    this.trouble = make("span", "weight-trouble");
    this.trouble.setAttribute("role", "alert");
    this.trouble.hidden = true;
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("keyup", () => owner.rest());
    this.input.addEventListener("change", () => this.take());
    this.input.addEventListener("blur", () => owner.rest());
  }

  /** Whether something is typed that has not been taken. */
  get isTyped() {
    return this.input.value !== this.text;
  }

  /** The number in full, as the current language writes it. */
  get text() {
    return shortest(this.value).replace(".", texts.numbers.fixed(0.5, 1)[1]).replace("-", "−");
  }

  /** @param {number} value to show, unless another one is being typed */
  show(value) {
    const wasTyped = this.isTyped && document.activeElement === this.input;
    if (this.value !== value || this.input.value === "") {
      this.value = value;
      this.input.setAttribute("aria-valuenow", String(value));
      if (!wasTyped) {
        this.restore();
      }
    }
  }

  /** Put the number back in place of what was typed. */
  restore() {
    this.input.value = this.text;
    this.input.setAttribute("aria-valuetext", this.text);
    this.input.removeAttribute("aria-invalid");
    this.trouble.hidden = true;
  }

  /**
   * Let the person type.
   * @param {string} [first] the character that was pressed
   */
  begin(first) {
    this.input.focus({ preventScroll: true });
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
    if (steps !== null && this.take()) {
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

  localise() {
    if (!this.isTyped || document.activeElement !== this.input) {
      this.restore();
    }
  }
}
