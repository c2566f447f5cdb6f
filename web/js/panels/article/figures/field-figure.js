/** Deeper sees wider: the image, with what the middle cell of each layer can see of it. */

import { make, Pool, setText } from "../../../ui/dom.js";
import { MapCanvas, picture } from "../map-canvas.js";
import { mapStages, sizeOf, spread, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model, Stage } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { Part } from "../map-canvas.js" */

const MOST = 8; // stages that are shown
const DIMMED = 0.3; // brightness of what a cell cannot see
const FLOOR = 34; // grey level that dimmed paper keeps, so that the dark part differs from the ink's background

/** @typedef {{ stage: Stage, seen: Uint8Array, part: Part }} Field pixels that the cell depends on, and their bounds */

class FieldCard {
  constructor() {
    this.image = new MapCanvas();
    this.title = make("span", "card-title");
    this.size = make("span", "card-fact");
    this.element = make("li", "", this.image.element, this.title, this.size);
  }
}

/**
 * The smallest rectangle that contains all pixels of a mask.
 * @param {ArrayLike<number>} mask
 * @param {number} width
 * @returns {Part}
 */
export function boundsOf(mask, width) {
  const seen = Array.from(mask, (value, index) => (value ? index : -1)).filter((index) => index >= 0);
  const [rows, columns] = [seen.map((index) => Math.floor(index / width)), seen.map((index) => index % width)];
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  return { top, left, height: Math.max(...rows) - top + 1, width: Math.max(...columns) - left + 1 };
}

export class FieldFigure extends Figure {
  /** @param {PanelContext} context */
  constructor(context) {
    super(context, "field");
    /** @type {Map<string, Field>} by stage; they depend on the model alone */
    this.fields = new Map();
    this.list = make("ol", "field-cards");
    this.list.dataset.testid = "article-fields";
    this.cards = new Pool(this.list, () => new FieldCard());
    this.body.append(this.list);
  }

  prepare() {
    this.fields.clear();
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    const { width, cells } = sizeOf(model.stages[0]);
    const values = valuesIn(shown, model, model.stages[0], 0);
    if (!values) {
      return;
    }
    const fields = [...this.fields.values()];
    const { field } = this.texts;
    this.cards.take(fields.length).forEach((card, number) => {
      const { stage, seen, part } = fields[number];
      const image = picture(values, width, model.colormaps.grey, [0, 1]);
      seen.forEach((isSeen, index) => {
        if (!isSeen) {
          const grey = FLOOR + DIMMED * image.data[4 * index];
          image.data.set([grey, grey, grey], 4 * index);
        }
      });
      card.image.show(image);
      card.image.mark(part);
      const { title } = stage;
      card.image.describe(field.card(title, part.height, part.width));
      setText(card.title, title);
      setText(card.size, `${part.height} × ${part.width}`);
    });
    const last = fields.at(-1);
    if (last) {
      const share = last.seen.filter(Boolean).length / cells;
      this.say(field.middle, share === 1 ? field.everything(last.stage.title) : field.share(last.stage.title, share));
    }
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const image = model.stages[0];
    const stages = spread(mapStages(model), MOST);
    if (stages.length === 0) {
      this.say(this.texts.field.none);
      return;
    }
    for (const stage of stages.filter(({ name }) => !this.fields.has(name))) {
      const { height, width } = sizeOf(stage);
      const place = { stage: stage.name, channel: 0, row: height >> 1, column: width >> 1 };
      const answer = await this.question("field", place);
      const reach = answer?.result.back[image.name];
      if (!answer || model !== this.model) {
        return; // a newer reading has come; it asks for the rest
      }
      if (reach) {
        const { offset } = reach.mask;
        const seen = Uint8Array.from(answer.numbers.subarray(offset, offset + sizeOf(image).cells));
        this.fields.set(stage.name, { stage, seen, part: boundsOf(seen, sizeOf(image).width) });
      }
    }
    this.paint(shown, model);
  }
}
