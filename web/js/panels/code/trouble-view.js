/** What went wrong in the person's code: one sentence, and below it, folded, where, with the variables there. */

import { texts } from "../../i18n/language.js";
import { button, make, setText } from "../../ui/dom.js";
import { isInText } from "./text-range.js";

/** @import { Frame, Trouble } from "../../protocol/sandbox-messages.js" */

export class TroubleView {
  /** @param {(line: number) => void} onLine called to show a line of the text */
  constructor(onLine) {
    this.onLine = onLine;
    /** @type {Trouble | null} */
    this.trouble = null;
    this.sentence = make("p");
    this.sentence.dataset.testid = "code-trouble";
    this.place = make("span");
    this.summary = make("summary");
    this.frames = make("ol");
    this.details = make("details", "", this.summary, this.frames);
    this.element = make("div", "code-trouble", this.sentence, this.place, this.details);
    this.show(null);
  }

  /** @param {Trouble | null} trouble null for none */
  show(trouble) {
    this.trouble = trouble;
    this.render();
  }

  render() {
    const { trouble } = this;
    this.element.hidden = trouble === null;
    if (!trouble) {
      return;
    }
    setText(this.sentence, trouble.sentence);
    const { line } = trouble;
    const isKnown = line !== null && isInText(trouble);
    this.place.replaceChildren(...(isKnown ? [this.link(line, texts.code.goTo(line))] : []));
    this.details.hidden = trouble.frames.length === 0;
    setText(this.summary, texts.code.frames);
    this.frames.replaceChildren(...trouble.frames.map((frame) => this.frame(frame)));
  }

  /**
   * @param {number} line
   * @param {string} text
   */
  link(line, text) {
    return button("link", text, () => this.onLine(line));
  }

  /** @param {Frame} frame */
  frame({ function: name, file, line, locals }) {
    const title = texts.code.frame(name, line);
    const variables = locals.map(([variable, value]) =>
      make("div", "", make("dt", "", make("code", "", variable)), make("dd", "", make("code", "", value))),
    );
    return make("li", "", isInText({ file }) ? this.link(line, title) : title, make("dl", "", ...variables));
  }
}
