/** What the person's code prints. */

import { localise } from "../../i18n/language.js";
import { make } from "../../ui/dom.js";

const MOST_CHARACTERS = 64_000; // the sandbox sends no more of a run

export class OutputView {
  constructor() {
    this.text = localise(make("pre"), { label: "code.output" });
    this.text.dataset.testid = "code-output";
    this.text.setAttribute("role", "log");
    this.text.tabIndex = 0; // long lines scroll: the keyboard must reach them
    this.element = make("div", "code-output", localise(make("h4"), { text: "code.output" }), this.text);
    this.isOver = false; // whether what is shown is of an earlier run
    this.clear();
  }

  clear() {
    this.text.textContent = "";
    this.element.hidden = true;
  }

  /** Another run begins: what it prints replaces what is shown. */
  begin() {
    this.isOver = true;
  }

  /** The run is over: if it has printed nothing, nothing is shown. */
  end() {
    if (this.isOver) {
      this.clear();
    }
  }

  /** @param {string} text */
  add(text) {
    const before = this.isOver ? "" : (this.text.textContent ?? "");
    this.isOver = false;
    this.text.textContent = (before + text).slice(0, MOST_CHARACTERS);
    this.element.hidden = false;
  }
}
