/** The diagram: all stages of a model in columns, from the image to the probabilities, and their connections. */

import { localiseStageTitles } from "../i18n/stage-titles.js";
import { make } from "../ui/dom.js";
import { Connections } from "./connections.js";
import { StageView } from "./stage.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Model, Stage } from "../protocol/messages.js" */

/** The width at which the style sheets switch to the vertical layout. */
const NARROW = "(max-width: 699px)";

/** The width of a stage with title and facts in normal size, including the gap beside it. */
const STAGE_WIDTH = 6.8; // rem

/** The smallest height of a stage, as a share of the diagram's height. */
const MIN_SHARE = 0.3;

export class Diagram {
  /**
   * @param {HTMLElement} element
   * @param {Texts} texts
   * @param {(name: string) => void} onOpen a stage was chosen
   */
  constructor(element, texts, onOpen) {
    this.element = element;
    this.texts = texts;
    this.onOpen = onOpen;
    /** @type {Map<string, StageView>} */
    this.stages = new Map();
    /** @type {Uint8ClampedArray<ArrayBuffer> | null} of the reading on the screen */
    this.pixels = null;
    this.connections = new Connections(element);
    this.pendingFrame = 0; // in which the connections will be drawn
    this.narrow = matchMedia(NARROW);
    this.narrow.addEventListener("change", () => {
      this.arrange();
      this.fit();
    });
    new ResizeObserver(() => this.fit()).observe(element);
  }

  /** @param {Model} model */
  show(model) {
    this.stages = new Map(
      model.stages.map((stage) => [
        stage.name,
        new StageView(stage, model.colormaps[stage.colormap], this.texts, this.onOpen),
      ]),
    );
    const views = byDepth(model.stages).map((names) =>
      names.map((name) => /** @type {StageView} */ (this.stages.get(name))),
    );
    const columns = views.map((column) => make("div", "column", ...column.map(({ element }) => element)));
    const isTight = this.isTightFor(columns.length); // measured before the change, so that no extra layout is needed
    this.element.replaceChildren(this.connections.svg, ...columns);
    this.pixels = null;
    this.arrange();
    this.connections.connect(views);
    this.shorten(isTight);
  }

  /** Lay the stages out for the width of the screen: columns from left to right, or one below the other. */
  arrange() {
    const views = [...this.stages.values()];
    const highest = Math.max(...views.filter(({ isVector }) => !isVector).map(({ sent }) => sent.height));
    for (const view of views) {
      view.arrange(this.narrow.matches);
      view.scale(Math.max(view.sent.height / highest, MIN_SHARE));
      if (this.pixels) {
        view.paint(this.pixels);
      }
    }
  }

  /** Adapt to the current width. */
  fit() {
    this.shorten(this.isTightFor(this.element.childElementCount - 1)); // one child is the SVG of the connections
  }

  /**
   * Whether the columns are too narrow for text in normal size.
   * @param {number} columns
   */
  isTightFor(columns) {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return !this.narrow.matches && columns * STAGE_WIDTH * rem > this.element.clientWidth;
  }

  /**
   * Use short titles and small type if the columns are narrow, then draw the connections.
   * @param {boolean} isTight
   */
  shorten(isTight) {
    this.element.classList.toggle("tight", isTight);
    for (const view of this.stages.values()) {
      view.shorten(isTight);
    }
    cancelAnimationFrame(this.pendingFrame);
    const drawInNextFrame = () => {
      this.pendingFrame = requestAnimationFrame(() => this.draw());
    };
    this.pendingFrame = requestAnimationFrame(drawInNextFrame); // after the frame that lays the stages out
  }

  draw() {
    const views = [...this.stages.values()];
    const widths = views.map(({ canvas }) => canvas.clientWidth * devicePixelRatio); // measured before any change
    views.forEach(({ canvas }, number) => {
      canvas.classList.toggle("fine", widths[number] < canvas.width); // pixelated scaling would omit whole rows of cells
    });
    this.connections.draw(this.narrow.matches);
  }

  /**
   * @param {Uint8ClampedArray<ArrayBuffer>} pixels
   * @param {ArrayLike<number>} ranges low, high, low, high, …
   */
  paint(pixels, ranges) {
    this.pixels = pixels;
    let number = 0;
    for (const stage of this.stages.values()) {
      stage.paint(pixels);
      stage.legend.show(ranges[2 * number], ranges[2 * number + 1]);
      number += 1;
    }
  }

  /** Render the titles of the stages in the current language. */
  localise() {
    const views = [...this.stages.values()];
    localiseStageTitles({ stages: views.map(({ stage }) => stage) }, this.texts);
    for (const view of views) {
      view.localise(this.texts);
    }
    this.fit();
  }

  /** @param {boolean} isOld whether the maps belong to another drawing */
  fade(isOld) {
    this.element.classList.toggle("old", isOld);
  }

  /** @param {string | null} name of the open stage */
  mark(name) {
    for (const stage of this.stages.values()) {
      stage.mark(stage.stage.name === name);
    }
  }
}

/**
 * Arrange the stages in columns: each one column after the last of its inputs.
 * @param {Stage[]} stages in execution order
 * @returns {string[][]}
 */
function byDepth(stages) {
  /** @type {Map<string, number>} */
  const depth = new Map();
  /** @type {string[][]} */
  const columns = [];
  for (const { name, inputs } of stages) {
    const own = Math.max(-1, ...inputs.map((input) => depth.get(input) ?? 0)) + 1;
    depth.set(name, own);
    columns[own] = [...(columns[own] ?? []), name];
  }
  return columns.filter(Boolean);
}
