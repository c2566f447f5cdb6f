/** Why ReLU: a map before and after its activation function, and the function itself, as a point for each cell. */

import { indexOfLargest } from "../../../lib/argsort.js";
import { nameOfFunction } from "../../../protocol/functions.js";
import { make, setText } from "../../../ui/dom.js";
import { MapCanvas, picture, rangeOf } from "../map-canvas.js";
import { firstActivation, sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model, Stage } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */

const SIDE = 100; // units of the plot
const MOST_DOTS = 2000; // of larger maps, every second or third cell is drawn
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} className */
function path(className) {
  const element = document.createElementNS(SVG, "path");
  element.setAttribute("class", className);
  return element;
}

export class ActivationFigure extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "activation");
    /** @type {Stage | null} */
    this.stage = null;
    this.map = -1; // that is shown; −1 until a reading decides
    /** @type {{ row: number, column: number } | null} that the reader has chosen */
    this.cell = null;
    const point = (/** @type {number} */ row, /** @type {number} */ column) => {
      this.cell = { row, column };
      this.follow();
    };
    this.before = new MapCanvas(point);
    this.after = new MapCanvas(point);
    this.before.canvas.dataset.testid = "article-before";
    this.plot = document.createElementNS(SVG, "svg");
    this.plot.setAttribute("class", "curve");
    this.plot.setAttribute("viewBox", `0 0 ${SIDE} ${SIDE}`);
    const axes = path("axes");
    axes.setAttribute("d", `M0 ${SIDE / 2}H${SIDE}M${SIDE / 2} 0V${SIDE}`);
    this.dots = path("dots");
    this.chosen = path("chosen");
    this.plot.append(axes, this.dots, this.chosen);
    this.names = [make("span"), make("span"), make("span")];
    const [before, after] = [this.before.element, this.after.element];
    this.body.append(
      ...[before, this.plot, after].map((element, index) => make("div", "named-map", this.names[index], element)),
    );
  }

  /** @param {Model} model */
  prepare(model) {
    this.stage = firstActivation(model) ?? null;
    this.map = -1;
    this.cell = null;
    this.body.hidden = !this.stage;
  }

  localise() {
    this.before.describe(this.texts.activation.image);
    this.after.describe(this.texts.activation.image);
  }

  paint() {
    if (!this.stage) {
      this.say(this.texts.activation.none);
    }
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const { stage } = this;
    const all = stage && valuesIn(shown, model, stage);
    const answer = stage && (await this.question("beforeRelu", { stage: stage.name }));
    if (!stage || !all || !answer) {
      return;
    }
    if (!answer.result) {
      this.body.hidden = true;
      this.say(this.texts.activation.none);
      return;
    }
    const { maps, width, cells } = sizeOf(stage);
    const given = answer.numbers.subarray(answer.result.numbers.offset, answer.result.numbers.offset + maps * cells);
    this.map = this.map < 0 ? mostMixed(given, maps) : this.map;
    const part = (/** @type {Float32Array} */ values) => values.subarray(this.map * cells, (this.map + 1) * cells);
    const [before, after] = [part(given), part(all)];
    this.before.show(picture(before, width, model.colormaps.diverging, rangeOf(before, "diverging")));
    this.after.show(picture(after, width, model.colormaps[stage.colormap], rangeOf(after, stage.colormap)));
    const lowest = indexOfLargest(before.map((value) => -value));
    const cell = this.cell ?? { row: Math.floor(lowest / width), column: lowest % width };
    for (const map of [this.before, this.after]) {
      map.cell = cell;
      map.mark({ top: cell.row, left: cell.column, height: 1, width: 1 });
    }
    const index = cell.row * width + cell.column;
    this.draw(before, after, index);
    this.describe(stage, before, after, index);
  }

  /**
   * @param {Stage} stage
   * @param {Float32Array} before
   * @param {Float32Array} after
   * @param {number} index of the chosen cell
   */
  describe({ op, shape }, before, after, index) {
    const { activation, ops } = this.texts;
    const name = ops[op] ?? nameOfFunction(op);
    const below = before.filter((value) => value < 0).length;
    activation.names(this.map + 1, name).forEach((text, number) => {
      setText(this.names[number], text);
    });
    this.plot.setAttribute("role", "img");
    this.plot.setAttribute("aria-label", activation.plot(name));
    const { short } = this.numbers;
    this.say(
      op === "relu"
        ? activation.relu(this.map + 1, shape[0], below, before.length)
        : activation.other(name, this.map + 1),
      activation.here(name, short(before[index]), short(after[index])),
    );
  }

  /**
   * A point for each cell: its number before the function to the right, after it upwards.
   * @param {Float32Array} before
   * @param {Float32Array} after
   * @param {number} chosen
   */
  draw(before, after, chosen) {
    const limit = before.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6) * 1.1;
    const at = (/** @type {number} */ value) => (SIDE / 2) * (1 + value / limit);
    const dot = (/** @type {number} */ index) => `M${at(before[index])} ${SIDE - at(after[index])}h0`;
    const step = Math.ceil(before.length / MOST_DOTS);
    const dots = Array.from({ length: Math.ceil(before.length / step) }, (_, number) => dot(number * step));
    this.dots.setAttribute("d", dots.join(""));
    this.chosen.setAttribute("d", dot(chosen));
  }
}

/**
 * The map whose numbers are most evenly below and above 0.
 * @param {Float32Array} values of all maps
 * @param {number} maps
 */
export function mostMixed(values, maps) {
  const cells = values.length / maps;
  const shares = Array.from({ length: maps }, (_, map) => {
    const below = values.subarray(map * cells, (map + 1) * cells).filter((value) => value < 0).length / cells;
    return -Math.abs(below - 0.5);
  });
  return indexOfLargest(shares);
}
