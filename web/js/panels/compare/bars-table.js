/** The bars of two models beside each other: a table, so that it can also be read aloud. */

import { make, Pool, setText } from "../../ui/dom.js";

/** @import { Texts } from "../../i18n/language.js" */

/** @typedef {{ title: string, classes: string[], probabilities: number[] }} Answer */
/** @typedef {{ bar: HTMLElement, number: HTMLElement, cell: HTMLElement }} Half */

export class BarsTable {
  constructor() {
    this.names = [make("th"), make("th")];
    this.corner = make("th");
    for (const head of [this.corner, ...this.names]) {
      head.scope = "col";
    }
    const body = make("tbody");
    this.element = make("table", "both-bars", make("thead", "", make("tr", "", this.corner, ...this.names)), body);
    this.element.dataset.testid = "both-bars";
    this.element.hidden = true;
    this.rows = new Pool(body, makeRow);
  }

  clear() {
    this.element.hidden = true;
  }

  /**
   * @param {Answer} one
   * @param {Answer} other
   * @param {Texts} texts
   */
  show(one, other, texts) {
    const answers = [one, other];
    const classes = [...new Set([...one.classes, ...other.classes])];
    const best = answers.map(({ probabilities }) => Math.max(...probabilities));
    setText(this.corner, texts.compare.className);
    answers.forEach(({ title }, side) => {
      setText(this.names[side], title);
    });
    this.rows.take(classes.length).forEach(({ head, halves }, number) => {
      setText(head, classes[number]);
      answers.forEach(({ classes: known, probabilities }, side) => {
        const value = probabilities[known.indexOf(classes[number])];
        const { bar, number: text, cell } = halves[side];
        bar.style.transform = `scaleX(${Number.isFinite(value) ? value.toFixed(4) : 0})`;
        setText(text, value === undefined ? "–" : texts.numbers.percent(value));
        cell.classList.toggle("best", value === best[side]);
      });
    });
    this.element.hidden = false;
  }
}

function makeRow() {
  const head = make("th");
  head.scope = "row";
  const halves = [half(), half()];
  return { element: make("tr", "", head, ...halves.map(({ cell }) => cell)), head, halves };
}

/** @returns {Half} */
function half() {
  const [bar, number] = [make("span", "bar"), make("span", "bar-value")];
  const track = make("span", "bar-track", bar);
  track.setAttribute("aria-hidden", "true");
  return { bar, number, cell: make("td", "", make("div", "half", track, number)) };
}
