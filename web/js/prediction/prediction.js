/** The prediction: the most probable class, its probability, and one bar for each class. */

import { ranking } from "../lib/argsort.js";
import { byId, make, setText } from "../ui/dom.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */

/** @typedef {{ row: HTMLElement, bar: HTMLElement, number: HTMLElement, text: string }} Bar */

const MAX_DIGIT = 2; // characters; a longer name of a class is a word
const LONG = 100; // bars; of more, those out of sight are not laid out

export class Prediction {
  /**
   * @param {Texts} texts
   * @param {StatusBar} status
   */
  constructor(texts, status) {
    this.parts = { digit: byId("prediction"), sure: byId("sure"), bars: byId("bars"), note: byId("bars-note") };
    this.texts = texts;
    this.status = status;
    /** @type {string[]} */
    this.classes = [];
    this.judgesEachClass = false; // then the probabilities need not sum to 1
    /** @type {Bar[]} */
    this.bars = [];
    this.isWaiting = false;
    this.isOld = false;
  }

  /**
   * @param {string[]} classes
   * @param {boolean} judgesEachClass whether each class has a probability of its own
   */
  setClasses(classes, judgesEachClass) {
    this.classes = classes;
    this.judgesEachClass = judgesEachClass;
    this.parts.note.hidden = !judgesEachClass;
    this.bars = classes.map((label, number) => makeBar(label, number));
    const rows = document.createDocumentFragment(); // the number of arguments of a call is limited
    for (const { row } of this.bars) {
      rows.append(row);
    }
    this.parts.bars.classList.toggle("is-long", classes.length > LONG);
    this.parts.bars.replaceChildren(rows);
  }

  /**
   * @param {ArrayLike<number>} probabilities
   * @param {boolean} isEmpty nothing is drawn
   */
  show(probabilities, isEmpty) {
    this.isWaiting = false;
    const [best, second] = ranking(probabilities);
    this.bars.forEach((bar, number) => {
      bar.bar.style.transform = `scaleX(${probabilities[number].toFixed(4)})`;
      const text = this.texts.numbers.probability(probabilities[number]);
      if (bar.text !== text) {
        bar.number.textContent = bar.text = text;
        bar.row.setAttribute("aria-label", `${this.classes[number]}: ${text}`);
      }
      bar.row.classList.toggle("best", number === best && !isEmpty);
    });
    const { digit, sure } = this.parts;
    const words = this.texts.prediction;
    const share = this.judgesEachClass ? words.alone : words.sure;
    setText(digit, isEmpty ? "–" : this.classes[best]);
    digit.classList.toggle("is-word", !isEmpty && this.classes[best].length > MAX_DIGIT);
    setText(sure, this.isOld ? words.old : isEmpty ? words.nothing : share(probabilities[best]));
    if (!isEmpty && !this.isOld) {
      const sentence = this.judgesEachClass ? words.sentenceAlone : words.sentence;
      this.status.announce(sentence(this.classes[best], probabilities[best], this.classes[second] ?? "–"));
    }
  }

  /** @param {boolean} isOld whether another model is about to replace the one whose prediction is shown */
  markOld(isOld) {
    this.isOld = isOld;
    byId("answer").classList.toggle("old", isOld);
  }

  /** Show that the drawing has not been read yet. */
  wait() {
    this.isWaiting = true;
    for (const bar of this.bars) {
      bar.bar.style.transform = "scaleX(0)";
      bar.number.textContent = bar.text = "";
      bar.row.removeAttribute("aria-label");
      bar.row.classList.remove("best");
    }
    setText(this.parts.digit, "–");
    setText(this.parts.sure, this.texts.prediction.waiting);
  }

  /** Render in the current language what the next call of `show` does not. */
  localise() {
    if (this.isWaiting) {
      this.wait();
    }
  }
}

/**
 * @param {string} label
 * @param {number} number
 * @returns {Bar}
 */
function makeBar(label, number) {
  const [bar, value] = [make("span", "bar"), make("span", "bar-value")];
  const row = make("li", "", make("span", "bar-name", label), make("span", "bar-track", bar), value);
  row.dataset.testid = `probability-${number}`;
  return { row, bar, number: value, text: "" };
}
