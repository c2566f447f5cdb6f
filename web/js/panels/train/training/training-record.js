/** What a training has achieved so far, step by step: the curves of its charts. */

/** @import { Measured, TrainingSlice } from "../../../protocol/sandbox-messages.js" */

export class TrainingRecord {
  constructor() {
    /** @type {number[]} of each step since the training began */
    this.losses = [];
    /** @type {Measured[]} the accuracies, by the steps that they belong to */
    this.measured = [];
    this.start = 0; // the step after which the training that runs has begun
    this.of = 0; // the last step of it
  }

  /** The last step. */
  get step() {
    return this.losses.length;
  }

  /** The newest accuracies. */
  get newest() {
    return this.measured.at(-1) ?? null;
  }

  /** @param {number} of the steps of another training, which goes on from here */
  begin(of) {
    this.start = this.step;
    this.of = this.start + of;
  }

  /** @param {TrainingSlice} slice of the training that runs */
  add({ number, losses, measured, diverged }) {
    this.losses.push(...losses);
    if (diverged) {
      this.losses.length = this.start + number; // the weights of later steps are not kept
      this.measured = this.measured.filter((one) => one.number <= this.step);
    }
    this.measured.push(...measured.map((one) => ({ ...one, number: this.start + one.number })));
  }
}
