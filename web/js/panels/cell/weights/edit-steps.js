/** The steps that can be undone and redone. Pure logic. */

/** @import { Channel } from "./weight-layout.js" */
/** @import { Whole } from "./weight-edits.js" */

/**
 * Some numbers that were changed, channels that were muted or unmuted, or everything.
 * @typedef {object} Step
 * @property {Map<number, { before: number, after: number }>} numbers by index of the vector
 * @property {Channel[]} toggled
 * @property {{ before: Whole, after: Whole }} [whole] where others have changed the weights
 */

const MOST_STEPS = 500;

export class EditSteps {
  constructor() {
    /** @type {Step[]} the newest last */
    this.done = [];
    /** @type {Step[]} the one to be redone next last */
    this.undone = [];
  }

  /** Whether a step can be undone or redone that was made by hand. */
  get hasOwn() {
    return [...this.done, ...this.undone].some(({ whole }) => !whole);
  }

  /**
   * Add a step, unless it has changed nothing.
   * @param {Step} step
   */
  add(step) {
    for (const [index, { before, after }] of step.numbers) {
      if (Object.is(before, after)) {
        step.numbers.delete(index);
      }
    }
    if (step.numbers.size > 0 || step.toggled.length > 0 || step.whole) {
      this.done.push(step);
      this.done.splice(0, this.done.length - MOST_STEPS);
      this.undone = [];
    }
  }

  /** @returns {Step | undefined} the newest step, which is to be undone */
  back() {
    const step = this.done.pop();
    if (step) {
      this.undone.push(step);
    }
    return step;
  }

  /** @returns {Step | undefined} the step that is to be redone */
  forth() {
    const step = this.undone.pop();
    if (step) {
      this.done.push(step);
    }
    return step;
  }
}
