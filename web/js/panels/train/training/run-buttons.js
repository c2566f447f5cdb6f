/** The buttons that run a training, and how far it is. */

import { localise, texts } from "../../../i18n/language.js";
import { button, make, setText } from "../../../ui/dom.js";

/** @import { Trainer } from "./trainer.js" */

export class RunButtons {
  /** @param {{ play: () => void, step: () => void, reset: () => void }} actions */
  constructor({ play, step, reset }) {
    this.play = button("training-play", "", play);
    this.play.dataset.testid = "training-play";
    this.step = localise(button("", "", step), { text: "train.training.step" });
    this.step.dataset.testid = "training-step";
    this.reset = localise(button("", "", reset), { text: "train.training.reset" });
    this.reset.dataset.testid = "training-reset";
    this.progress = localise(make("progress"), { label: "train.training.progress" });
    this.steps = make("span", "training-steps");
    this.steps.dataset.testid = "training-steps";
    const buttons = make("div", "training-buttons", this.play, this.step, this.reset);
    this.element = make("div", "training-run", buttons, make("div", "training-progress", this.progress, this.steps));
  }

  /**
   * @param {Trainer} trainer
   * @param {boolean} canBegin whether there is something to learn from
   */
  show(trainer, canBegin) {
    const { state, isBusy, record, before } = trainer;
    const { play, pause, goOn, stepOf } = texts.train.training;
    setText(this.play, isBusy ? pause : state === "paused" || state === "lost" ? goOn : play);
    this.play.disabled = !isBusy && !canBegin;
    this.step.disabled = isBusy || !canBegin;
    this.reset.disabled = !isBusy && !before;
    this.progress.max = Math.max(record.of, 1);
    this.progress.value = record.step;
    setText(this.steps, record.of > 0 ? stepOf(record.step, record.of) : "");
  }
}
