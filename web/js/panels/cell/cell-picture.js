/** The picture on the tab of the cells: a window × its kernel, and the value of the cell. */

import { printOne, scaleFor } from "../../i18n/number-format.js";
import { indexOfLargest } from "../../lib/argsort.js";
import { HEIGHT, QUIET, WIDTH } from "../../ui/small-picture.js";
import { finite } from "./arithmetic/step-view.js";
import { CellColours } from "./cell-colours.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { Cell } from "../../protocol/questions.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */

const SIDE = 30; // of a grid, in CSS pixels
const MARGIN = 12;

/**
 * @param {SmallPicture} picture
 * @param {Cell} explanation
 * @param {Model} model
 * @param {Shown} shown
 */
export function paintCell(picture, { value, steps: [first] }, model, shown) {
  picture.clear();
  const text = typeof value === "number" ? printOne(value, scaleFor([value])) : value;
  const terms = ["conv2d", "conv_transpose2d"].includes(first.op) ? (first.terms ?? []) : [];
  if (terms.length === 0) {
    picture.text(text, WIDTH / 2, HEIGHT / 2, { size: 20 });
    return;
  }
  const colours = new CellColours(model, shown);
  const { inputs = [], weights = [] } = terms[indexOfLargest(terms.map((term) => Math.abs(finite(term.value))))];
  const columns = first.window?.columns.length ?? 1;
  const right = WIDTH - MARGIN - SIDE;
  for (const [numbers, x] of /** @type {[number[], number][]} */ ([
    [inputs.map(finite), MARGIN],
    [weights, right],
  ])) {
    const limit = Math.max(...numbers.map(Math.abs));
    picture.grid(
      numbers.map((number) => colours.diverging(number, limit)),
      columns,
      x,
      6,
      SIDE,
    );
  }
  picture.text("×", WIDTH / 2, 6 + SIDE / 2, { size: 14, colour: QUIET });
  picture.text(`= ${text}`, WIDTH / 2, HEIGHT - 12, { size: 13 });
}
