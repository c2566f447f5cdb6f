/** The result of a test: accuracy, speed, confusion matrix, recall and precision of each class, misread images. */

import { confusionTable, headCell } from "../../ui/confusion-table.js";
import { make } from "../../ui/dom.js";
import { misreadList } from "./misread-list.js";

/** @import { Texts } from "../../i18n/language.js" */
/** @import { Evaluated } from "../../protocol/messages.js" */
/** @import { Receiver } from "./misread-list.js" */
/** @import { Outcome } from "./test-run.js" */

/**
 * @typedef {Outcome & { model: string, classes: string[], name: string }} TestResult with the title of the model, and
 *   the name of the set
 */

export class ResultView {
  /**
   * @param {Texts} texts
   * @param {Receiver} receiver of a misread image that is chosen
   */
  constructor(texts, receiver) {
    this.texts = texts;
    this.receiver = receiver;
    this.element = make("section", "test-result");
    this.element.dataset.testid = "test-result";
    this.element.hidden = true;
    /** @type {TestResult | null} */
    this.result = null;
    /** @type {number[]} of the confusion matrix, RGBA */
    this.colours = [];
  }

  /**
   * @param {TestResult} result
   * @param {number[]} colours
   */
  show(result, colours) {
    this.result = result;
    this.colours = colours;
    this.render();
    this.element.hidden = false;
  }

  /** @param {number[]} colours of the page's colour scale, which may have changed */
  recolour(colours) {
    if (this.result && colours !== this.colours) {
      this.colours = colours;
      this.render();
    }
  }

  render() {
    if (!this.result) {
      return;
    }
    const { model, classes, name, found, numbers } = this.result;
    const { test } = this.texts;
    const matrix = confusionTable(found.confusion, classes, this.colours, this.texts);
    this.element.replaceChildren(
      make("h2", "", test.heading(model, name)),
      this.summary(this.result),
      make("div", "test-tables", section(test.confusion, test.confusionNote, matrix), this.classTable(found, classes)),
      this.misread(found, classes, numbers),
    );
  }

  /** @param {TestResult} result */
  summary({ found, seconds, inNetwork }) {
    const { test } = this.texts;
    const { images, accuracy, ece, confusion } = found;
    const right = confusion.reduce((sum, counts, label) => sum + counts[label], 0);
    const share = make("strong", "", test.accuracy(accuracy));
    share.dataset.testid = "test-accuracy";
    const speed = make("p", "facts", test.speed(images / seconds, seconds, inNetwork));
    speed.dataset.testid = "test-speed";
    return make(
      "div",
      "test-summary",
      make("p", "", share, " ", make("span", "", test.counts(right, images))),
      make("p", "facts", test.calibration(ece)),
      speed,
    );
  }

  /**
   * @param {Evaluated} found
   * @param {string[]} classes
   */
  classTable({ confusion, recall, precision }, classes) {
    const { test, numbers } = this.texts;
    const heads = [test.className, test.images, test.recall, test.precision].map((text) => headCell("col", text));
    const rows = classes.map((name, label) => {
      const images = confusion[label].reduce((sum, count) => sum + count, 0);
      const cells = [numbers.count(images), test.share(recall[label]), test.share(precision[label])];
      return make("tr", "", headCell("row", name), ...cells.map((text) => make("td", "", text)));
    });
    const table = make(
      "table",
      "test-classes",
      make("thead", "", make("tr", "", ...heads)),
      make("tbody", "", ...rows),
    );
    table.dataset.testid = "test-classes";
    return section(test.classes, test.recallNote, table);
  }

  /**
   * @param {Evaluated} found
   * @param {string[]} classes
   * @param {Float32Array} numbers
   */
  misread({ misread, images, accuracy }, classes, numbers) {
    const { test } = this.texts;
    if (misread.length === 0) {
      return make("p", "", test.noneMisread);
    }
    const all = Math.round(images * (1 - accuracy));
    const list = misreadList(misread, numbers, classes, this.texts, this.receiver);
    return section(test.misread(misread.length, all), test.misreadNote, list);
  }
}

/**
 * @param {string} title
 * @param {string} note
 * @param {HTMLElement} content
 */
function section(title, note, content) {
  return make("section", "", make("h3", "", title), make("p", "facts", note), content);
}
