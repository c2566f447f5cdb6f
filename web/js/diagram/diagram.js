/** The diagram: all stages of a model in columns from ink to answer, and the lines between them. */

import { localiseStageTitles } from "../i18n/stage-titles.js";
import { make } from "../ui/dom.js";
import { Connections } from "./connections.js";
import { StageView } from "./stage.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Model, Stage } from "../protocol/messages.js" */

/** Where the style sheets turn the diagram into a run from above. */
const NARROW = "(max-width: 699px)";

/** Width that a stage with its name and facts in the ordinary size wants, with the gap beside it. */
const ROOM = 6.8; // rem

/** Share of the diagram's height below which no stage is shown, however few cells it has. */
const SMALLEST = 0.3;

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
    /** @type {Uint8ClampedArray<ArrayBuffer> | null} what is on the screen */
    this.pixels = null;
    this.connections = new Connections(element);
    this.drawing = 0; // the frame in which the lines are to be drawn
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
    const isTight = this.isTightFor(columns.length); // asked while nothing has to be laid out anew to know it
    this.element.replaceChildren(this.connections.svg, ...columns);
    this.pixels = null;
    this.arrange();
    this.connections.connect(views);
    this.shorten(isTight);
  }

  /** Lay the stages out for the width of the screen: columns from left to right, or a run from above. */
  arrange() {
    const views = [...this.stages.values()];
    const highest = Math.max(...views.filter(({ isVector }) => !isVector).map(({ sent }) => sent.height));
    for (const view of views) {
      view.arrange(this.narrow.matches);
      view.scale(Math.max(view.sent.height / highest, SMALLEST));
      if (this.pixels) {
        view.paint(this.pixels);
      }
    }
  }

  /** Take up the room that there is now. */
  fit() {
    this.shorten(this.isTightFor(this.element.childElementCount - 1)); // one is the lines
  }

  /**
   * Whether so many columns would stand close to each other.
   * @param {number} columns
   */
  isTightFor(columns) {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return !this.narrow.matches && columns * ROOM * rem > this.element.clientWidth;
  }

  /**
   * Many stages beside each other get short names and small type; then the lines are drawn from where all stand.
   * @param {boolean} isTight
   */
  shorten(isTight) {
    this.element.classList.toggle("tight", isTight);
    for (const view of this.stages.values()) {
      view.shorten(isTight);
    }
    cancelAnimationFrame(this.drawing);
    const inAnother = () => {
      this.drawing = requestAnimationFrame(() => this.draw());
    };
    this.drawing = requestAnimationFrame(inAnother); // one frame to lay the stages out, one for the lines: none takes long
  }

  draw() {
    const views = [...this.stages.values()];
    const widths = views.map(({ canvas }) => canvas.clientWidth * devicePixelRatio); // all are measured, then all are set
    views.forEach(({ canvas }, number) => {
      canvas.classList.toggle("fine", widths[number] < canvas.width); // else whole rows of cells would be left out
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

  /** Say the stages' names in the language in force. */
  localise() {
    const views = [...this.stages.values()];
    localiseStageTitles({ stages: views.map(({ stage }) => stage) }, this.texts);
    for (const view of views) {
      view.localise(this.texts);
    }
    this.fit();
  }

  /** @param {boolean} isOld whether the maps are those of another drawing */
  fade(isOld) {
    this.element.classList.toggle("old", isOld);
  }

  /** @param {string | null} name the stage that is shown large */
  mark(name) {
    for (const stage of this.stages.values()) {
      stage.mark(stage.stage.name === name);
    }
  }
}

/**
 * Stages in columns: each one column after the last of those that feed it.
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
