/** A cell as one line of Python, with the lines that it needs before it and a button that copies all of them. */

import { localise } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */

export class PythonExpression {
  /**
   * @param {Texts["look"]} words
   * @param {(sentence: string) => void} tell
   */
  constructor(words, tell) {
    this.words = words;
    this.tell = tell;
    this.setup = make("code", "python-setup");
    this.setup.dataset.testid = "python-setup";
    this.details = make("details", "python-details", localise(make("summary"), { text: "look.setup" }), this.setup);
    this.line = localise(make("code", "python-line"), { label: "look.python" });
    this.line.dataset.testid = "python-line";
    this.line.tabIndex = 0; // it may be wider than its place: the keyboard scrolls it
    this.line.setAttribute("role", "group");
    this.element = make(
      "div",
      "python",
      make(
        "div",
        "python-row",
        this.line,
        localise(
          button("copy", "", () => this.copy()),
          { text: "look.copy" },
        ),
      ),
      this.details,
    );
  }

  /**
   * @param {string} expression
   * @param {string[]} setup
   */
  show(expression, setup) {
    setText(this.line, expression);
    setText(this.setup, ["import numpy as np", ...setup].join("\n"));
  }

  /** Copy all that must be pasted. Where the clipboard is not to be had, the line is selected and the person is told. */
  async copy() {
    try {
      await navigator.clipboard.writeText(`${this.setup.textContent}\n${this.line.textContent}\n`);
      this.tell(this.words.copied);
    } catch {
      this.line.focus();
      getSelection()?.selectAllChildren(this.line);
      this.tell(this.words.notCopied);
    }
  }
}
