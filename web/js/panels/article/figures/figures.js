/** All figures of the article: put into their places, told of readings while they are in sight. */

import { stagesOfFigures } from "../model-stages.js";
import { ActivationFigure } from "./activation-figure.js";
import { AmountsFigure } from "./amounts-figure.js";
import { EvidenceFigure } from "./evidence-figure.js";
import { FailureFigure } from "./failure-figure.js";
import { FieldFigure } from "./field-figure.js";
import { InkFigure } from "./ink-figure.js";
import { InputBar } from "./input-bar.js";
import { MapsFigure } from "./maps-figure.js";
import { PoolingFigure } from "./pooling-figure.js";
import { WindowFigure } from "./window-figure.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { Figure } from "./figure.js" */

const IDLE = 120; // milliseconds without a new reading before Python is asked
const NEAR = "120px"; // a figure that is almost in sight is kept up to date

export class Figures {
  /**
   * @param {PanelContext} context
   * @param {HTMLElement} article
   */
  constructor(context, article) {
    const { side } = context;
    this.context = context;
    this.article = article;
    this.timer = 0;
    /** @type {Map<string, Figure>} by the name in `data-figure` */
    this.figures = new Map();
    for (const figure of [
      new InputBar(context),
      new InkFigure(context),
      new WindowFigure(context),
      new MapsFigure(context, side),
      new ActivationFigure(context),
      new PoolingFigure(context),
      new FieldFigure(context),
      new AmountsFigure(context),
      new EvidenceFigure(context),
      new FailureFigure(context, side),
    ]) {
      figure.localise();
      this.figures.set(figure.name, figure);
    }
    this.observer = new IntersectionObserver((entries) => this.noteSight(entries), { rootMargin: NEAR });
    this.place();
    article.classList.add("live");
  }

  /** Puts the figures into the text, which is new after a change of the language. */
  place() {
    this.observer.disconnect();
    for (const place of this.article.querySelectorAll("[data-figure]")) {
      const figure = this.figures.get(/** @type {HTMLElement} */ (place).dataset.figure ?? "");
      if (figure) {
        place.replaceChildren(figure.body, ...(place.tagName === "FIGURE" ? [figure.caption] : []));
        this.observer.observe(place);
      }
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  noteSight(entries) {
    for (const { target, isIntersecting } of entries) {
      const figure = this.figures.get(/** @type {HTMLElement} */ (target).dataset.figure ?? "");
      if (figure) {
        figure.isInSight = isIntersecting;
        figure.follow();
      }
    }
    this.need();
  }

  /** Have the readings of a large model contain what the figures show, while one is in sight. */
  need() {
    const { needed, model } = this.context.view;
    needed.need("article", model && this.inSight().length > 0 ? stagesOfFigures(model) : []);
  }

  inSight() {
    return [...this.figures.values()].filter(({ isInSight }) => isInSight);
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    clearTimeout(this.timer);
    const figures = this.inSight();
    if (figures.length > 0) {
      for (const figure of figures) {
        figure.show(shown, model);
      }
      this.timer = setTimeout(() => this.follow(), IDLE);
    }
  }

  /** Another model is shown: what was said of the previous one is void. */
  forget() {
    for (const figure of this.figures.values()) {
      figure.say();
    }
    this.need();
  }

  /** Asks Python, for the figures in sight. */
  follow() {
    for (const figure of this.inSight()) {
      figure.follow();
    }
  }

  localise() {
    for (const figure of this.figures.values()) {
      figure.localise();
    }
    this.follow();
  }
}
