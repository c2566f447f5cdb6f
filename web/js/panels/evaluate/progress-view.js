/** How far a test has come: a progress bar, how many images, the accuracy so far, the time left, and a button to stop. */

import { button, make, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */

const SETTLED = 0.5; // seconds after which the speed is known well enough to tell the time left

export class ProgressView {
  /**
   * @param {Texts} texts
   * @param {() => void} stop
   */
  constructor(texts, stop) {
    this.texts = texts;
    this.bar = make("progress");
    this.bar.dataset.testid = "test-progress";
    this.text = make("span");
    this.text.dataset.testid = "test-progress-text";
    this.stop = button("", "", stop);
    this.stop.dataset.testid = "test-stop";
    this.element = make("div", "test-progress", this.bar, make("div", "", this.text, this.stop));
    this.element.hidden = true;
    this.name = "";
    this.start = 0;
  }

  localise() {
    const { test } = this.texts;
    this.stop.textContent = test.stop;
    this.bar.setAttribute("aria-label", test.progressLabel(this.name));
  }

  /** @param {string} name of the test set, which is being opened */
  open(name) {
    this.name = name;
    this.start = performance.now();
    this.bar.removeAttribute("value");
    setText(this.text, this.texts.test.opening(name));
    this.localise();
    this.element.hidden = false;
  }

  /**
   * @param {number} done
   * @param {number} right
   * @param {number} total
   */
  show(done, right, total) {
    const { test } = this.texts;
    const seconds = (performance.now() - this.start) / 1000;
    this.bar.max = total;
    this.bar.value = done;
    const left = Math.ceil((seconds / done) * (total - done));
    const parts = [test.progress(done, total), test.soFar(right / done)];
    setText(this.text, [...parts, ...(seconds > SETTLED && left > 0 ? [test.left(left)] : [])].join(", "));
  }

  hide() {
    this.element.hidden = true;
  }
}
