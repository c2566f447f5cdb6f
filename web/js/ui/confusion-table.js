/**
 * The confusion matrix: how many images of each class were read as each class. The colour is that of the square root of
 * their share of the class: with the share itself, all errors of a good model would look alike.
 */

import { colourIn, css, textOn } from "./colours.js";
import { make } from "./dom.js";

/** @import { Texts } from "../i18n/language.js" */

const MOST_CLASSES = 30;

/**
 * @param {number[][]} confusion counts, [label][prediction]
 * @param {string[]} classes
 * @param {number[]} colours RGBA of 256 colours, flat
 * @param {Texts} texts
 */
export function confusionTable(confusion, classes, colours, { test, numbers }) {
  if (classes.length > MOST_CLASSES) {
    return make("p", "note", test.tooMany(classes.length));
  }
  const heads = classes.map((name) => headCell("col", name));
  const rows = confusion.map((counts, label) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, prediction) => {
      const cell = make("td", label === prediction ? "right" : "", numbers.count(count));
      const colour = colourIn(colours, count === 0 ? 0 : Math.sqrt(count / all), 0, 1);
      Object.assign(cell.style, { backgroundColor: css(colour), color: textOn(colour) });
      return cell;
    });
    return make("tr", "", headCell("row", classes[label]), ...cells);
  });
  const head = make("thead", "", make("tr", "", headCell("col", test.corner), ...heads));
  const table = make("table", "confusion", make("caption", "hidden", test.confusion), head, make("tbody", "", ...rows));
  table.dataset.testid = "confusion";
  const scroller = make("div", "confusion-scroll", table);
  scroller.tabIndex = 0; // so that the keyboard can scroll it
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", test.confusion);
  return scroller;
}

/**
 * @param {"row" | "col"} scope
 * @param {string} text
 */
export function headCell(scope, text) {
  const cell = make("th", "", text);
  cell.scope = scope;
  return cell;
}
