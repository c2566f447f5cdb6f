/** A cell's value as one line of Python, the lines that it depends on, and a button that copies both. */

import { localise } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { CellAnnouncements } from "./announcements.js" */

export class PythonExpression {
  /**
   * @param {Texts["look"]} texts
   * @param {CellAnnouncements} announcements
   */
  constructor(texts, announcements) {
    this.texts = texts;
    this.announcements = announcements;
    this.setup = make("code", "python-setup");
    this.setup.dataset.testid = "python-setup";
    this.line = localise(make("code", "python-line"), { label: "look.python" });
    this.line.dataset.testid = "python-line";
    this.line.tabIndex = 0; // a long line scrolls: the keyboard must reach it
    this.line.setAttribute("role", "group");
    const copy = localise(
      button("copy", "", () => this.copy()),
      { text: "look.copy" },
    );
    const summary = localise(make("summary"), { text: "look.setup" });
    this.element = make(
      "div",
      "python",
      make("div", "python-row", this.line, copy),
      make("details", "python-details", summary, this.setup),
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

  /** Copies all lines. If the clipboard is not available, the expression is selected instead. */
  async copy() {
    try {
      await navigator.clipboard.writeText(`${this.setup.textContent}\n${this.line.textContent}\n`);
      this.announcements.announce(this.texts.copied);
    } catch {
      this.line.focus();
      getSelection()?.selectAllChildren(this.line);
      this.announcements.announce(this.texts.notCopied);
    }
  }
}
