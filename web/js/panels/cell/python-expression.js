/**
 * A cell's value as one line of Python, the lines that it depends on, a button that copies both, and one that leads to the
 * code of the operator.
 */

import { localise } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Cell } from "../../protocol/questions.js" */
/** @import { CellAnnouncements } from "./announcements.js" */

export class PythonExpression {
  /**
   * @param {Texts["look"]} texts
   * @param {CellAnnouncements} announcements
   */
  constructor(texts, announcements) {
    this.texts = texts;
    this.announcements = announcements;
    this.op = "";
    this.onEdit = (/** @type {string} */ _op) => {}; // called to change the code of an operator
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
    const edit = localise(
      button("edit", "", () => this.onEdit(this.op)),
      { text: "look.edit", title: "look.editTitle" },
    );
    edit.dataset.testid = "python-edit";
    const summary = localise(make("summary"), { text: "look.setup" });
    this.element = make(
      "div",
      "python",
      make("div", "python-row", this.line, copy, edit),
      make("details", "python-details", summary, this.setup),
    );
  }

  /** @param {Cell} explanation whose first step does the arithmetic */
  show({ expression, setup, steps: [{ op }] }) {
    this.op = op;
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
