/** The probabilities of two models side by side: a table of bars, accessible to screen readers. */

import { make, Pool, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */

/** @typedef {{ title: string, classes: string[], probabilities: number[] }} Prediction of one model */

export class BarsTable {
  constructor() {
    this.corner = make("th");
    this.titles = [make("th"), make("th")];
    for (const head of [this.corner, ...this.titles]) {
      head.scope = "col";
    }
    const body = make("tbody");
    this.element = make("table", "both-bars", make("thead", "", make("tr", "", this.corner, ...this.titles)), body);
    this.element.dataset.testid = "both-bars";
    this.element.hidden = true;
    this.rows = new Pool(body, makeRow);
  }

  clear() {
    this.element.hidden = true;
  }

  /**
   * @param {Prediction} first
   * @param {Prediction} second
   * @param {Texts} texts
   */
  show(first, second, texts) {
    const predictions = [first, second];
    const classes = [...new Set([...first.classes, ...second.classes])];
    const largest = predictions.map(({ probabilities }) => Math.max(...probabilities));
    setText(this.corner, texts.compare.className);
    predictions.forEach(({ title }, column) => {
      setText(this.titles[column], title);
    });
    this.rows.take(classes.length).forEach(({ head, cells }, row) => {
      setText(head, classes[row]);
      predictions.forEach(({ classes: own, probabilities }, column) => {
        const probability = probabilities[own.indexOf(classes[row])]; // undefined if the model lacks the class
        const { bar, text, element } = cells[column];
        bar.style.transform = `scaleX(${Number.isFinite(probability) ? probability.toFixed(4) : 0})`;
        setText(text, probability === undefined ? "–" : texts.numbers.probability(probability));
        element.classList.toggle("best", probability === largest[column]);
      });
    });
    this.element.hidden = false;
  }
}

function makeRow() {
  const head = make("th");
  head.scope = "row";
  const cells = [makeBarCell(), makeBarCell()];
  return { element: make("tr", "", head, ...cells.map(({ element }) => element)), head, cells };
}

function makeBarCell() {
  const [bar, text] = [make("span", "bar"), make("span", "bar-value")];
  const track = make("span", "bar-track", bar);
  track.setAttribute("aria-hidden", "true");
  return { bar, text, element: make("td", "", make("div", "half", track, text)) };
}
