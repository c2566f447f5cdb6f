/** Each kernel makes a map: the kernels of the first convolution beside their maps, and their values on empty paper. */

import { imageOf, showImage } from "../../../ui/canvas.js";
import { make, Pool, setText } from "../../../ui/dom.js";
import { blank } from "../changed-images.js";
import { MapCanvas, picture, rangeOf } from "../map-canvas.js";
import { firstConvolution, sizeOf, valuesIn } from "../model-stages.js";
import { Figure } from "./figure.js";

/** @import { Model, Stage } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { SideReader } from "../../../python/side-reader.js" */

const MOST = 16; // maps that are shown

class KernelCard {
  constructor() {
    this.number = make("span", "card-number");
    this.kernel = make("canvas", "card-kernel");
    this.kernel.setAttribute("aria-hidden", "true");
    this.map = new MapCanvas();
    this.paper = make("span", "card-fact");
    this.element = make("li", "", this.number, this.kernel, this.map.element, this.paper);
  }
}

export class MapsFigure extends Figure {
  /**
   * @param {PanelContext} context
   * @param {SideReader} side
   */
  constructor(context, side) {
    super(context, "maps");
    this.side = side;
    /** @type {Stage | null} */
    this.stage = null;
    /** @type {number[] | null} what the middle of each map is on empty paper */
    this.paper = null;
    this.hasKernels = false;
    this.list = make("ol", "kernel-cards");
    this.list.dataset.testid = "article-maps";
    this.cards = new Pool(this.list, () => new KernelCard());
    this.body.append(this.list);
  }

  /** @param {Model} model */
  prepare(model) {
    this.stage = firstConvolution(model) ?? null;
    this.paper = null;
    this.hasKernels = false;
    this.body.hidden = !this.stage;
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    const { stage } = this;
    if (!stage) {
      this.say(this.texts.window.none);
      return;
    }
    const all = valuesIn(shown, model, stage);
    if (!all) {
      return;
    }
    const { maps, width } = sizeOf(stage);
    const range = rangeOf(all, stage.colormap);
    this.cards.take(Math.min(maps, MOST)).forEach((card, map) => {
      const values = valuesIn(shown, model, stage, map);
      setText(card.number, String(map + 1));
      if (values) {
        card.map.show(picture(values, width, model.colormaps[stage.colormap], range));
        card.map.describe(this.context.texts.stage.map(map + 1, maps));
      }
      setText(card.paper, this.paper ? this.texts.maps.paper(this.numbers.short(this.paper[map])) : "");
    });
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  async ask(shown, model) {
    const { stage } = this;
    if (!stage) {
      return;
    }
    const answer = this.hasKernels ? null : await this.question("kernels", { stage: stage.name });
    if (answer?.result) {
      const cards = this.cards.take(Math.min(sizeOf(stage).maps, MOST));
      cards.forEach(({ kernel }, map) => {
        showImage(
          kernel,
          imageOf(answer.result?.kernels[map].picture ?? { offset: 0, width: 0, height: 0 }, answer.pictures),
        );
      });
      this.hasKernels = true;
    }
    this.paper ??= await this.onPaper(shown, model, stage);
    this.paint(shown, model);
    this.describe(stage, answer?.result?.size);
  }

  /**
   * The values in the middle of all maps, for an image without ink.
   * @param {Shown} shown
   * @param {Model} model
   * @param {Stage} stage
   */
  async onPaper(shown, model, stage) {
    const image = valuesIn(shown, model, model.stages[0]);
    const read = image && (await this.side.read(blank(image), true));
    const { maps, height, width } = sizeOf(stage);
    const middle = (height >> 1) * width + (width >> 1);
    return read
      ? Array.from({ length: maps }, (_, map) => valuesIn(read.reading, model, stage, map)?.[middle] ?? 0)
      : null;
  }

  /**
   * @param {Stage} stage
   * @param {number[] | undefined} size of the kernels
   */
  describe(stage, size) {
    const { maps } = this.texts;
    const { maps: count } = sizeOf(stage);
    this.size = size ?? this.size;
    const lit = (this.paper ?? []).filter((value) => value > 0.005).length;
    this.say(
      this.size ? maps.count(count, this.size[0], this.size[1]) : "",
      count > MOST ? maps.first(MOST, count) : "",
      maps.colours,
      this.paper ? maps.lit(lit, count) : "",
    );
  }
}
