/** "How many of these does it read?": the current model on the tray, with a confusion matrix. */

import { sentenceOf } from "../../../i18n/error-text.js";
import { confusionTable } from "../../../ui/confusion-table.js";
import { button, make, setText } from "../../../ui/dom.js";
import { TrayReader } from "./tray-reader.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { DigitTray } from "./digit-tray.js" */
/** @import { TrayReadings } from "./tray-reader.js" */

export class TrayTest {
  /**
   * @param {PanelContext} context
   * @param {DigitTray} tray
   */
  constructor(context, tray) {
    this.context = context;
    this.tray = tray;
    /** @type {TrayReader | null} that runs */
    this.reader = null;
    /** @type {{ model: Model, readings: TrayReadings } | null} */
    this.result = null;
    this.button = button("", "", () => this.run());
    this.button.dataset.testid = "tray-test";
    this.sentence = make("p");
    this.sentence.dataset.testid = "tray-test-result";
    this.sentence.setAttribute("role", "status");
    this.message = () => "";
    this.table = make("div");
    this.element = make("div", "tray-test", this.button, this.sentence, this.table);
    context.weights.addEventListener("change", () => this.outdate());
  }

  async run() {
    const { view, python, texts } = this.context;
    const { model } = view;
    if (!model || this.reader) {
      return;
    }
    this.forget();
    this.reader = new TrayReader(python, (done, all) => this.say(() => texts.train.tray.test.progress(done, all)));
    const { reader } = this;
    this.update();
    try {
      const readings = await reader.read(this.tray, model);
      if (readings) {
        this.result = { model, readings };
        this.say(() => this.summary());
      }
    } catch (error) {
      if (reader === this.reader) {
        this.say(() => texts.train.tray.test.interrupted(sentenceOf(error)));
      }
    }
    if (reader === this.reader) {
      this.reader = null;
    }
    this.update();
  }

  /** The tray or the model has changed: what was found holds no longer. */
  forget() {
    this.reader?.stop();
    this.reader = null;
    this.result = null;
    this.say(() => "");
    this.update();
  }

  /** The weights have changed. */
  outdate() {
    if (this.reader || this.result) {
      this.forget();
      this.say(() => this.context.texts.train.tray.test.outdated);
    }
  }

  /** @returns {string} what was found */
  summary() {
    const { model, readings } = /** @type {NonNullable<typeof this.result>} */ (this.result);
    const { test } = this.context.texts.train.tray;
    const { right, all, strange, large } = readings;
    const labels = [...new Set(strange.map(({ label }) => label))].join(", ");
    return [
      all > 0 ? test.found(model.title, right, all) : test.none(model.title),
      ...(strange.length > 0 ? [test.strange(labels, strange.length)] : []),
      ...(large.length > 0 ? [test.tooLarge(large.length)] : []),
    ].join(" ");
  }

  /** @param {() => string} message called again when the language changes */
  say(message) {
    this.message = message;
    setText(this.sentence, message());
  }

  update() {
    this.element.hidden = this.tray.digits.length === 0;
    this.button.disabled = this.reader !== null;
    this.sentence.setAttribute("aria-busy", String(this.reader !== null)); // progress is not spoken
    const { result } = this;
    const parts = [];
    if (result && result.readings.all > 0) {
      const { classes, colormaps } = result.model;
      parts.push(confusionTable(result.readings.confusion, classes, colormaps.sequential, this.context.texts));
    }
    this.table.replaceChildren(...parts);
  }

  localise() {
    setText(this.button, this.context.texts.train.tray.test.button);
    this.say(this.message);
    this.update();
  }
}
