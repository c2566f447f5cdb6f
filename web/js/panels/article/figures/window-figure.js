/** One window, nine products: a window on the image, times a kernel, gives the products that add up to one cell. */

import { print, printOne, printSigned, round, roundTogether, scaleFor } from "../../../i18n/number-format.js";
import { indexOfLargest } from "../../../lib/argsort.js";
import { nameOfFunction } from "../../../protocol/functions.js";
import { colourIn } from "../../../ui/colours.js";
import { make, setText } from "../../../ui/dom.js";
import { NumberGrid } from "../../../ui/number-grid.js";
import { MapCanvas, picture } from "../map-canvas.js";
import { firstConvolution, sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model, Stage } from "../../../protocol/messages.js" */
/** @import { Cell, Step, Value } from "../../../protocol/questions.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */

const MAX_PRINTED = 25; // weights; a larger kernel is shown as a picture

/** @param {Value | undefined} value */
const finite = (value) => (Number.isFinite(Number(value)) ? Number(value) : 0);

export class WindowFigure extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "window");
    /** @type {Stage | null} */
    this.stage = null;
    /** @type {{ row: number, column: number } | null} the cell that the reader has chosen */
    this.cell = null;
    this.image = new MapCanvas((row, column) => this.point(row, column));
    this.image.canvas.dataset.testid = "article-window";
    this.select = make("select");
    this.select.dataset.testid = "article-kernel";
    this.select.addEventListener("change", () => this.follow());
    this.label = make("span");
    this.grids = [new NumberGrid(MAX_PRINTED), new NumberGrid(MAX_PRINTED), new NumberGrid(MAX_PRINTED)];
    this.names = this.grids.map(() => make("span", "grid-name"));
    const named = this.grids.map(({ element }, index) => make("div", "named-grid", this.names[index], element));
    const [window, kernel, products] = named;
    this.sum = make("p", "figure-sum");
    this.sum.dataset.testid = "article-sum";
    const row = make("div", "grid-row", window, make("span", "sign", "×"), kernel, make("span", "sign", "="), products);
    this.work = make("div", "window-work", make("label", "", this.label, this.select), row, this.sum);
    this.body.append(this.image.element, this.work);
  }

  /** @param {Model} model */
  prepare(model) {
    this.stage = firstConvolution(model) ?? null;
    this.cell = null;
    this.body.hidden = !this.stage;
    this.listKernels();
    this.select.selectedIndex = -1; // the reading decides which kernel is shown first
  }

  localise() {
    setText(this.label, this.texts.window.kernel);
    this.names.forEach((name, index) => {
      setText(name, this.texts.window.names[index]);
    });
    this.image.describe(this.texts.window.image);
    this.listKernels();
  }

  listKernels() {
    const count = this.stage ? sizeOf(this.stage).maps : 0;
    const chosen = this.select.selectedIndex;
    const options = Array.from({ length: count }, (_, map) => new Option(this.texts.window.which(map + 1, count)));
    this.select.replaceChildren(...options);
    this.select.selectedIndex = chosen;
  }

  /**
   * The reader points at the image: the cell at the same place of the map is explained.
   * @param {number} row of the image
   * @param {number} column
   */
  point(row, column) {
    if (this.stage) {
      const { height, width } = sizeOf(this.stage);
      const scaled = (/** @type {number} */ cell, /** @type {number} */ from, /** @type {number} */ to) =>
        Math.min(to - 1, Math.floor(((cell + 0.5) * to) / from));
      this.cell = { row: scaled(row, this.image.height, height), column: scaled(column, this.image.width, width) };
      this.follow();
    }
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    const image = model.stages[0];
    const values = valuesIn(shown, model, image, 0);
    if (!this.stage) {
      this.say(this.texts.window.none);
    } else if (values) {
      this.image.show(picture(values, sizeOf(image).width, model.colormaps.grey, [0, 1]));
    }
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const { stage } = this;
    const values = stage && valuesIn(shown, model, stage);
    if (!stage || !values) {
      return;
    }
    const { width, cells } = sizeOf(stage);
    if (this.select.selectedIndex < 0) {
      this.select.selectedIndex = Math.floor(indexOfLargest(values) / cells);
    }
    const channel = this.select.selectedIndex;
    const best = indexOfLargest(values.subarray(channel * cells, (channel + 1) * cells));
    const cell = this.cell ?? { row: Math.floor(best / width), column: best % width };
    const answer = await this.question("cell", { stage: stage.name, channel, ...cell });
    if (answer) {
      this.explain(answer.result, model);
    }
  }

  /**
   * @param {Cell} cell
   * @param {Model} model
   */
  explain({ steps, place, value }, model) {
    const [step] = steps;
    if (step.op !== "conv2d" || !step.window || !step.terms) {
      this.body.hidden = true;
      this.say(this.texts.window.none);
      return;
    }
    const { rows, columns } = step.window;
    const part = { top: rows[0], left: columns[0], height: 0, width: 0 };
    part.height = rows[rows.length - 1] - rows[0] + 1;
    part.width = columns[columns.length - 1] - columns[0] + 1;
    this.image.mark(part);
    this.image.cell = { row: part.top + (part.height >> 1), column: part.left + (part.width >> 1) };
    this.showProducts(step, model);
    const { window } = this.texts;
    const after = steps
      .slice(1)
      .map(({ op, value }) => window.after(this.texts.ops[op] ?? nameOfFunction(op), this.printed(value)));
    setText(this.sum, [this.sentence(step), ...after].join(" "));
    this.say(
      window.place(place.channel + 1, place.row + 1, place.column + 1, this.printed(value)),
      window.padding(rows.length * columns.length, model.input.mean[0] !== 0),
      window.move,
    );
  }

  /** @param {Value} value */
  printed(value) {
    return Number.isFinite(Number(value)) ? printOne(Number(value), scaleFor([Number(value)])) : String(value);
  }

  /**
   * The three grids, for the channel of the image that contributes most.
   * @param {Step} step
   * @param {Model} model
   */
  showProducts({ terms = [], window }, model) {
    const index = indexOfLargest(terms.map(({ value }) => Math.abs(finite(value))));
    const { inputs = [], weights = [], products = [], value } = terms[index];
    const { rows, columns, height, width } = /** @type {import("../../../protocol/questions.js").Window} */ (window);
    const isPadding = rows.flatMap((row) =>
      columns.map((column) => row < 0 || row >= height || column < 0 || column >= width),
    );
    const { diverging, grey } = model.colormaps;
    const [mean, std] = [model.input.mean[0], model.input.std[0]];
    const scale = scaleFor([finite(value), ...products.map(finite)]);
    const rounded = roundTogether(products.map(finite), round(finite(value), scale), scale);
    const colour = (/** @type {number} */ number, /** @type {number} */ limit) =>
      colourIn(diverging, number, -limit, limit);
    const limitOf = (/** @type {number[]} */ numbers) => numbers.reduce((most, n) => Math.max(most, Math.abs(n)), 0);
    const [weightLimit, productLimit] = [limitOf(weights), limitOf(products.map(finite))];
    const cells = [
      inputs.map((input, n) => ({
        text: this.numbers.fixed(finite(input), finite(input) === 0 ? 0 : 2),
        colour: isPadding[n] ? null : colourIn(grey, finite(input) * std + mean, 0, 1),
      })),
      weights.map((weight) => ({ text: this.numbers.fixed(weight, 2), colour: colour(weight, weightLimit) })),
      rounded.map((product, n) => ({
        text: print(product, scale),
        colour: isPadding[n] ? null : colour(finite(products[n]), productLimit),
      })),
    ];
    this.grids.forEach((grid, n) => {
      grid.show(cells[n], columns.length);
    });
  }

  /**
   * The sum in words; its parts are rounded together, so that they add up as printed.
   * @param {Step} step
   */
  sentence({ terms = [], bias, value, window }) {
    const values = terms.map((term) => finite(term.value));
    const parts = [values.reduce((sum, term) => sum + term, 0), ...(bias === undefined ? [] : [finite(bias)])];
    const scale = scaleFor([finite(value), ...parts]);
    const total = round(finite(value), scale);
    const [sum, printedBias] = roundTogether(parts, total, scale);
    const count = terms.length * (window ? window.rows.length * window.columns.length : 0);
    return this.texts.window.sum({
      products: count,
      sum: print(sum, scale),
      bias: printedBias === undefined ? "" : printSigned(printedBias, scale),
      total: print(total, scale),
    });
  }
}
