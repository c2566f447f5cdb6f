/** Shows how far the import of a model is, with a button to cancel it; meanwhile the reading of the previous model is marked as old. */

import { texts } from "../i18n/language.js";
import { button, byId, make, setText } from "../ui/dom.js";

/** @import { PythonClient } from "../python/client.js" */
/** @import { View } from "../view/view.js" */

const DELAY = 300; // milliseconds; what is quicker needs no progress

export class ImportProgress {
  /** @param {{ python: PythonClient, view: View }} page */
  constructor({ python, view }) {
    this.view = view;
    this.box = byId("import");
    this.sentence = make("p");
    this.bar = make("progress");
    this.cancel = button("", "", () => python.cancel());
    this.cancel.dataset.testid = "import-cancel";
    this.box.append(this.sentence, this.bar, this.cancel);
    this.name = "";
    this.timer = 0;
  }

  /** @param {string} name of the model's file */
  begin(name) {
    this.name = name;
    this.report(0, 0);
    this.timer = setTimeout(() => {
      this.box.hidden = false;
      this.view.markOld(true);
    }, DELAY);
  }

  /**
   * @param {number} done steps
   * @param {number} total 0 as long as it is unknown
   */
  report(done, total) {
    const words = texts.own.progress;
    setText(this.sentence, total > 0 ? words.step(this.name, done, total) : words.begun(this.name));
    setText(this.cancel, words.cancel);
    this.bar.setAttribute("aria-label", words.label);
    if (total > 0) {
      Object.assign(this.bar, { max: total, value: done });
    } else {
      this.bar.removeAttribute("value");
    }
  }

  end() {
    clearTimeout(this.timer);
    this.box.hidden = true;
    this.view.markOld(false);
  }
}
