/** Why smaller: a map before and after pooling, and the numbers of one window. */

import { indexOfLargest } from "../../../lib/argsort.js";
import { colourIn } from "../../../ui/colours.js";
import { make, setText } from "../../../ui/dom.js";
import { NumberGrid } from "../../../ui/number-grid.js";
import { MapCanvas, picture, rangeOf } from "../map-canvas.js";
import { firstPooling, mapStages, sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model, Stage } from "../../../protocol/messages.js" */
/** @import { Step } from "../../../protocol/questions.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */

const MAX_PRINTED = 36;

export class PoolingFigure extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "pooling");
    /** @type {{ stage: Stage, source: Stage } | null} */
    this.pair = null;
    this.map = -1; // that is shown; −1 until a reading decides
    /** @type {{ row: number, column: number } | null} of the smaller map, that the reader has chosen */
    this.cell = null;
    this.before = new MapCanvas((row, column) => this.point(this.before, row, column));
    this.after = new MapCanvas((row, column) => this.point(this.after, row, column));
    this.before.canvas.dataset.testid = "article-pooling";
    this.grid = new NumberGrid(MAX_PRINTED);
    this.result = make("strong", "pooled");
    this.result.dataset.testid = "article-pooled";
    this.names = [make("span"), make("span"), make("span")];
    const work = make("div", "pooling-work", this.grid.element, make("span", "sign", "→"), this.result);
    this.body.append(
      ...[this.before.element, work, this.after.element].map((element, index) =>
        make("div", "named-map", this.names[index], element),
      ),
    );
  }

  /** @param {Model} model */
  prepare(model) {
    this.pair = firstPooling(model);
    this.map = -1;
    this.cell = null;
    this.body.hidden = !this.pair;
  }

  localise() {
    this.before.describe(this.texts.pooling.image);
    this.after.describe(this.texts.pooling.image);
  }

  /**
   * @param {MapCanvas} map
   * @param {number} row
   * @param {number} column
   */
  point(map, row, column) {
    if (this.pair) {
      const { height, width } = sizeOf(this.pair.stage);
      this.cell = {
        row: Math.min(height - 1, Math.floor(((row + 0.5) * height) / map.height)),
        column: Math.min(width - 1, Math.floor(((column + 0.5) * width) / map.width)),
      };
      this.follow();
    }
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    if (!this.pair) {
      const sizes = [model.stages[0], ...mapStages(model)].map(sizeOf);
      const texts = sizes.map(({ height, width }) => `${height} × ${width}`);
      this.say(this.texts.pooling.none(texts.filter((text, index) => text !== texts[index - 1]).join(", ")));
      return;
    }
    const { stage, source } = this.pair;
    const all = valuesIn(shown, model, stage);
    if (!all) {
      return;
    }
    const { cells } = sizeOf(stage);
    this.map = this.map < 0 ? Math.floor(indexOfLargest(all) / cells) : this.map;
    const [before, after] = [valuesIn(shown, model, source, this.map), valuesIn(shown, model, stage, this.map)];
    if (before && after) {
      const range = rangeOf(before, source.colormap);
      this.before.show(picture(before, sizeOf(source).width, model.colormaps[source.colormap], range));
      this.after.show(picture(after, sizeOf(stage).width, model.colormaps[stage.colormap], range));
    }
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const values = this.pair && valuesIn(shown, model, this.pair.stage, this.map);
    if (!this.pair || !values) {
      return;
    }
    const { stage } = this.pair;
    const { width } = sizeOf(stage);
    const best = indexOfLargest(values);
    const cell = this.cell ?? { row: Math.floor(best / width), column: best % width };
    const answer = await this.question("cell", { stage: stage.name, channel: this.map, ...cell });
    const step = answer?.result.steps.find(({ candidates }) => candidates);
    if (step) {
      this.after.mark({ top: cell.row, left: cell.column, height: 1, width: 1 });
      this.explain(step, this.pair, model);
    }
  }

  /**
   * @param {Step} step
   * @param {{ stage: Stage, source: Stage }} pair
   * @param {Model} model
   */
  explain({ candidates = [], op, value, window, winner }, { stage, source }, model) {
    if (!window) {
      return;
    }
    const { rows, columns } = window;
    this.before.mark({ top: rows[0], left: columns[0], height: rows.length, width: columns.length });
    const { short } = this.numbers;
    const { reading } = this.context.view;
    const [low, high] = rangeOf((reading && valuesIn(reading, model, source, this.map)) ?? [], source.colormap);
    this.grid.show(
      candidates.map((candidate, index) => ({
        text: candidate === null ? "" : short(Number(candidate)),
        colour: candidate === null ? null : colourIn(model.colormaps[source.colormap], Number(candidate), low, high),
        isWinner: winner !== undefined && index === winner[0] * columns.length + winner[1],
      })),
      columns.length,
    );
    setText(this.result, short(Number(value)));
    const { pooling } = this.texts;
    const [from, to] = [sizeOf(source), sizeOf(stage)];
    const sizes = [from, to].map(({ height, width }) => `${height} × ${width}`);
    pooling.names(this.map + 1, sizes[0], sizes[1]).forEach((text, index) => {
      setText(this.names[index], text);
    });
    this.say(
      pooling.count(from.cells, to.cells),
      op === "max_pool2d" ? pooling.largest(short(Number(value))) : pooling.average(short(Number(value))),
      pooling.move,
    );
  }
}
