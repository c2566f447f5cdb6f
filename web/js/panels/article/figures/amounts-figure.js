/**
 * From places to amounts: the maps with the largest averages; in a model with a dense layer instead, the products that
 * one of its numbers is made of, each from a place of its own.
 */

import { printSigned, round, scaleFor } from "../../../i18n/number-format.js";
import { indexOfLargest, ranking } from "../../../lib/argsort.js";
import { BarList } from "../../../ui/bar-list.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { MapCanvas, picture, rangeOf } from "../map-canvas.js";
import { averages, firstDense, sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */

const MOST = 6; // maps or products that are shown

class AverageCard {
  constructor() {
    this.map = new MapCanvas();
    this.title = make("span", "card-title");
    this.value = make("strong", "card-value");
    this.element = make("li", "", this.map.element, this.title, this.value);
  }
}

export class AmountsFigure extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "amounts");
    this.list = make("ol", "field-cards six");
    this.list.dataset.testid = "article-averages";
    this.cards = new Pool(this.list, () => new AverageCard());
    this.bars = new BarList("article-dense");
    this.body.append(this.list, this.bars.element);
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    const pair = averages(model);
    this.list.hidden = !pair;
    this.bars.element.hidden = pair !== null || !firstDense(model);
    const values = pair && valuesIn(shown, model, pair.stage);
    const all = pair && valuesIn(shown, model, pair.source);
    if (!pair || !values || !all) {
      return;
    }
    const { maps, height, width } = sizeOf(pair.source);
    const range = rangeOf(all, pair.source.colormap);
    const order = ranking(values).slice(0, MOST);
    this.cards.take(order.length).forEach((card, rank) => {
      const map = order[rank];
      const title = this.context.texts.look.map(map + 1);
      const cells = valuesIn(shown, model, pair.source, map);
      if (cells) {
        card.map.show(picture(cells, width, model.colormaps[pair.source.colormap], range));
        card.map.describe(title);
      }
      setText(card.title, title);
      setText(card.value, this.numbers.short(values[map]));
    });
    const { amounts } = this.texts;
    this.say(
      amounts.averages(maps, height, width, order.length),
      amounts.largest(order[0] + 1, this.numbers.short(values[order[0]])),
    );
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const pair = firstDense(model);
    if (averages(model)) {
      return;
    }
    if (!pair) {
      this.say(this.texts.amounts.none);
      return;
    }
    const values = valuesIn(shown, model, pair.stage);
    if (!values) {
      return;
    }
    const channel = indexOfLargest(values.map(Math.abs));
    const answer = await this.question("cell", { stage: pair.stage.name, channel, row: 0, column: 0 });
    const step = answer?.result.steps.find(({ terms }) => terms);
    if (!step?.terms) {
      return;
    }
    const terms = ranking(step.terms.map(({ value }) => Math.abs(Number(value))))
      .slice(0, MOST)
      .map((index) => /** @type {import("../../../protocol/questions.js").Term[]} */ (step.terms)[index]);
    const scale = scaleFor(terms.map(({ value }) => Number(value)));
    const { look } = this.context.texts;
    const { short } = this.numbers;
    const hasPlaces = sizeOf(pair.source).cells > 1;
    this.bars.show(
      terms.map(({ channel: map, row = 0, column = 0, value, input, weight }) => ({
        name: hasPlaces ? look.cell(look.map(map + 1), row + 1, column + 1) : look.number(map + 1),
        value: Number(value),
        texts: [`${short(Number(input))} × ${short(Number(weight))}`, printSigned(round(Number(value), scale), scale)],
      })),
    );
    const { amounts } = this.texts;
    this.say(
      amounts.dense(channel + 1, values.length, pair.source.values.length),
      hasPlaces ? amounts.places : "",
      amounts.products(terms.length),
    );
  }
}
