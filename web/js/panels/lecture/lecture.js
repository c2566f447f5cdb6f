/**
 * A lecture: the network one stage at a time, as large as the screen and in large type, from the drawing to the prediction.
 * The pad stays in use, and what is shown follows the drawing. Afterwards the page is as it was.
 */

import { ranking } from "../../lib/argsort.js";
import { pictureOf, valuesOf } from "../../protocol/stages.js";
import { setText } from "../../ui/dom.js";
import { LiveRegion } from "../../ui/live-region.js";
import { LectureView } from "./lecture-view.js";
import { MapGrid } from "./map-grid.js";
import { MOST_NUMBERS, NumberList } from "./number-list.js";
import { PointedCell } from "./pointed-cell.js";
import { slideAfter, slidesOf } from "./slides.js";
import { listenToSwipes } from "./swipes.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Sources } from "./lecture-opener.js" */
/** @import { Slide } from "./slides.js" */

const PART = "lecture"; // its name for what it needs of a large model

export class Lecture {
  /**
   * @param {PanelContext} context
   * @param {Sources} sources
   * @param {() => void} onLeave
   */
  constructor(context, sources, onLeave) {
    this.context = context;
    this.sources = sources;
    this.onLeave = onLeave;
    /** @type {Slide[]} */
    this.slides = [];
    this.index = 0;
    /** @type {MapGrid | NumberList | null} of the slide's stage */
    this.picture = null;
    this.view = new LectureView({
      back: () => this.go(this.index - 1),
      next: () => this.go(this.index + 1),
      leave: () => this.leave(),
    });
    this.live = new LiveRegion(this.view.live);
    this.pointed = new PointedCell(sources.cells, this.view.cell, this.live);
    this.pointed.onChange = () => this.showText();
    this.showText = this.showText.bind(this);
    this.roomChanged = new ResizeObserver(() => this.fit());
    this.fullScreenChanged = () => !document.fullscreenElement && this.leave();
    this.listen();
  }

  listen() {
    const { dialog, stage } = this.view;
    dialog.addEventListener("keydown", (event) => this.press(event));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.leave();
    });
    // The pad takes the focus when it is drawn on; then the arrow keys would move its pen instead of the slides.
    dialog.addEventListener("pointerup", () => dialog.focus({ preventScroll: true }));
    stage.addEventListener("pointermove", (event) => this.pointed.point(this.cellAt(event)));
    stage.addEventListener("pointerleave", () => this.pointed.point(null));
    stage.addEventListener("click", (event) => this.pointed.point(this.cellAt(event)));
    listenToSwipes(stage, (step) => this.go(this.index + step));
    this.roomChanged.observe(stage);
  }

  /** @param {boolean} isFull whether the lecture ends with the full screen */
  begin(isFull) {
    const { context, sources, view } = this;
    if (isFull) {
      document.addEventListener("fullscreenchange", this.fullScreenChanged);
    }
    sources.stageText.addEventListener("change", this.showText);
    sources.colours.lend({ colormap: "paper" });
    view.dialog.showModal();
    view.dialog.focus({ preventScroll: true });
    this.slides = context.view.model ? slidesOf(context.view.model) : [];
    this.go(0);
  }

  leave() {
    const { context, sources, view } = this;
    document.removeEventListener("fullscreenchange", this.fullScreenChanged);
    sources.stageText.removeEventListener("change", this.showText);
    this.roomChanged.disconnect();
    view.close();
    sources.colours.lend({});
    context.view.needed.need(PART, []);
    this.onLeave();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    const { stage } = this.slides[this.index];
    if (ctrlKey || metaKey || altKey || event.defaultPrevented) {
      return; // such as a key that has moved the pen
    }
    if (/^\d$/.test(key) && /** @type {Element} */ (target).closest("#pad, #samples")) {
      this.context.samples.draw(Number(key)); // as on the page, whose keys do not act in a dialog
      return;
    }
    const isArrow = key.startsWith("Arrow") || key === "[" || key === "]";
    const cell = target === this.view.stage && stage && isArrow && this.neighbour(key);
    const index = cell ? null : slideAfter(key, this.index, this.slides.length);
    if (cell) {
      this.pointed.point(cell, true);
    } else if (index !== null) {
      this.go(index);
    }
    if (cell || index !== null) {
      event.preventDefault();
    }
  }

  /** @param {string} key */
  neighbour(key) {
    const { stage } = this.slides[this.index];
    return stage && this.sources.cells.neighbour(stage, this.pointed.place, key);
  }

  /** @param {MouseEvent} event */
  cellAt(event) {
    return this.picture?.cellAt(event) ?? null;
  }

  /** @param {number} index of the slide */
  go(index) {
    const { context, view } = this;
    const { model, reading } = context.view;
    const slide = this.slides[index];
    if (!slide || !model) {
      return;
    }
    this.index = index;
    const { stage } = slide;
    view.dialog.dataset.slide = slide.name;
    this.picture = stage && pictureFor(stage, model, context);
    view.stage.replaceChildren(...(this.picture ? [this.picture.element] : []));
    this.pointed.follow(this.picture);
    context.view.needed.need(PART, stage ? [stage.name, ...stage.inputs] : []);
    view.showProgress(index, this.slides.length);
    this.localise();
    this.fit();
    if (reading) {
      this.paint(reading, model);
    }
    this.live.announce(this.context.texts.lecture.said(index + 1, this.slides.length, this.titleOf(slide)));
  }

  /** Make the maps as large as the room for them. */
  fit() {
    const { picture, view } = this;
    if (picture instanceof MapGrid) {
      picture.fit(view.stage.clientWidth, view.stage.clientHeight);
      picture.mark(this.pointed.place);
    }
  }

  /** @param {Model} model */
  showModel(model) {
    this.slides = slidesOf(model);
    this.go(Math.min(this.index, this.slides.length - 1));
  }

  /**
   * @param {Shown} reading
   * @param {Model} model
   */
  paint(reading, model) {
    const { stage } = this.slides[this.index];
    const number = stage ? model.stages.indexOf(stage) : -1;
    const picture = stage && pictureOf(reading, model, stage);
    const values = stage && valuesOf(reading, model, stage);
    if (this.picture instanceof MapGrid && picture) {
      this.picture.paint(picture);
    } else if (this.picture instanceof NumberList && values) {
      this.picture.show(values, reading.ranges[2 * number], reading.ranges[2 * number + 1]);
    }
    this.pointed.refresh();
    this.showText();
  }

  localise() {
    const { texts } = this.context;
    const slide = this.slides[this.index];
    const title = this.titleOf(slide);
    setText(this.view.title, title);
    setText(this.view.size, slide.stage ? texts.stage.shape(slide.stage.shape) : "");
    setText(this.view.count, texts.lecture.count(this.index + 1, this.slides.length));
    this.view.stage.setAttribute("aria-label", texts.lecture.maps(title));
    this.showText();
  }

  /** @param {Slide} slide */
  titleOf({ name, stage }) {
    return stage?.title ?? this.context.texts.lecture[name === "answer" ? "answer" : "drawing"];
  }

  /** Show the text of the slide, unless a cell takes its place. */
  showText() {
    const { text, cell } = this.view;
    setText(text, this.textOf(this.slides[this.index]));
    text.hidden = !cell.hidden;
  }

  /** @param {Slide} slide */
  textOf({ name, stage }) {
    const { texts, view, pad } = this.context;
    if (stage) {
      return this.sources.stageText.textOf(stage.name);
    }
    const probabilities = view.reading?.probabilities ?? [];
    if (name === "drawing" || pad.isEmpty || !view.model || probabilities.length === 0) {
      return texts.lecture.drawingText;
    }
    const [best, second] = ranking(probabilities);
    const { classes } = view.model;
    return texts.prediction.sentence(classes[best], probabilities[best], classes[second] ?? "–");
  }
}

/**
 * @param {NonNullable<Slide["stage"]>} stage
 * @param {Model} model
 * @param {PanelContext} context
 */
function pictureFor(stage, model, { texts }) {
  const isList = stage.shape.length === 1 && stage.shape[0] <= MOST_NUMBERS;
  return isList ? new NumberList(stage, model, texts) : new MapGrid(stage);
}
