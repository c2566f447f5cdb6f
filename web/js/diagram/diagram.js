/** The diagram: all stages of a model in columns, from the image to the probabilities, and their connections. */

import { localiseStageTitles } from "../i18n/stage-titles.js";
import { PaintQueue } from "../lib/paint-queue.js";
import { namesIn, pictureOf } from "../protocol/stages.js";
import { make } from "../ui/dom.js";
import { byDepth, everyStage } from "./blocks.js";
import { Connections } from "./connections.js";
import { fitMaps } from "./fit-maps.js";
import { StageView } from "./stage.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Model, Stage } from "../protocol/messages.js" */
/** @import { Shown } from "../protocol/page-state.js" */
/** @import { Folding } from "./blocks.js" */
/** @import { Fit } from "./fit-maps.js" */

/**
 * Another arrangement of the stages. It lays them out, and finds the place of a point of the screen on a stage's maps, as
 * shares of their width and height.
 * @typedef {object} Arrangement
 * @property {() => void} layOut
 * @property {(view: StageView, point: { clientX: number, clientY: number }) => { x: number, y: number } | null} locate
 */

/** The width below which a stage fills the screen, and the others are swiped into sight. */
const NARROW = "(max-width: 699px)";

const SWIPED = 0.88; // share of the width that a swiped stage has, as in the style sheet
const LEAST_WIDTH = 3.3; // rem: of a column, for its title
const GAP = 10; // CSS pixels between columns, at least
const GAP_BELOW = 16; // CSS pixels between parallel branches
const TITLE = 2.6; // rem: of a title between parallel branches

/** @typedef {{ width: number, height: number, rem: number }} Room the space for the maps, and the font's size, in CSS pixels */

/** Dispatches `layout` when the maps have been laid out anew, and `move` when another arrangement has moved them. */
export class Diagram extends EventTarget {
  /**
   * @param {HTMLElement} element
   * @param {Texts} texts
   * @param {(name: string) => void} onOpen a stage was chosen
   */
  constructor(element, texts, onOpen) {
    super();
    this.element = element;
    this.texts = texts;
    this.onOpen = onOpen;
    /** @type {Map<string, StageView>} */
    this.stages = new Map();
    this.queue = new PaintQueue();
    this.connections = new Connections(element);
    this.folding = everyStage;
    /** @type {Arrangement | null} in place of the columns */
    this.arrangement = null;
    this.pendingFrame = 0; // in which the connections will be drawn
    this.narrow = matchMedia(NARROW);
    this.narrow.addEventListener("change", () => this.fit());
    /** @type {Room} that the maps are laid out in */
    this.room = { width: 0, height: 0, rem: 0 };
    new ResizeObserver(() => this.fit()).observe(element);
  }

  /** @param {Model} model */
  show(model) {
    const room = this.measure(); // before the change, so that no extra layout is needed
    this.stages = new Map(
      model.stages.map((stage) => [
        stage.name,
        new StageView(stage, model.colormaps[stage.colormap], this.texts, this.onOpen),
      ]),
    );
    for (const view of this.stages.values()) {
      view.label(namesIn(view.stage, model) ?? []);
    }
    this.element.replaceChildren(this.connections.svg);
    this.queue.clear();
    this.place(model.stages);
    this.arrange(room);
  }

  /**
   * Show blocks of stages, or every stage.
   * @param {Folding} folding
   */
  fold(folding) {
    this.folding = folding;
    this.place([...this.stages.values()].map(({ stage }) => stage));
    this.arrange(this.measure());
  }

  /** Whether a stage is in one of the columns, not folded away. @param {string} name */
  shows(name) {
    return this.stages.get(name)?.element.parentElement?.parentElement === this.element;
  }

  /** Show every stage if this one is folded away. @param {string} name */
  reveal(name) {
    if (this.stages.has(name) && !this.shows(name)) {
      this.fold(everyStage);
    }
  }

  /**
   * Make the columns, and the connections between them. Stages that are folded away are not in the document; they are
   * still painted.
   * @param {Stage[]} stages all of them
   */
  place(stages) {
    const blocks = this.folding.blocksOf(stages);
    const columns = byDepth(blocks).map((column) =>
      column.map(({ stage, stages: folded }) => {
        const view = /** @type {StageView} */ (this.stages.get(stage.name));
        view.showAs(folded, this.folding);
        return view;
      }),
    );
    for (const column of this.element.querySelectorAll(":scope > .column")) {
      column.remove();
    }
    this.connections.svg.after(
      ...columns.map((views) => make("div", "column", ...views.map(({ element }) => element))),
    );
    this.connections.connect(columns, new Map(blocks.map(({ stage, links }) => [stage, links])));
  }

  /** @returns {Room} */
  measure() {
    const { element } = this;
    const height = Number.parseFloat(getComputedStyle(element).getPropertyValue("--maps"));
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return { width: Math.min(element.getBoundingClientRect().width, element.clientWidth), height, rem }; // it may be rounded up
  }

  /** Adapt to the current space. */
  fit() {
    const room = this.measure();
    if (room.width !== this.room.width || room.height !== this.room.height) {
      this.arrange(room);
    }
  }

  /** @param {Arrangement | null} arrangement */
  use(arrangement) {
    this.arrangement = arrangement;
    this.arrange(this.measure());
  }

  /**
   * Lay the stages out in columns from left to right, and draw the connections.
   * @param {Room} room
   */
  arrange(room) {
    this.room = room;
    if (this.arrangement) {
      this.arrangement.layOut();
    } else if (room.width > 0) {
      this.arrangeColumns(room);
    }
    this.dispatchEvent(new Event("layout"));
    this.drawConnections();
  }

  /**
   * Choose the sizes of all maps, so that the smallest are as large as possible. On a narrow screen, each column has its
   * width to itself.
   * @param {Room} room
   */
  arrangeColumns({ width, height, rem }) {
    const { columns, margin } = this.connections;
    const isSwiped = this.narrow.matches;
    const slots = columns.map((views) => {
      const others = views.length - 1;
      const free = height - margin - others * (GAP_BELOW + TITLE * rem);
      const stages = views.filter(({ isVector }) => !isVector).map(({ maps }) => maps);
      const least = isSwiped ? SWIPED * width : LEAST_WIDTH * rem;
      return { stages, width: least, height: Math.max(free / views.length, 1) };
    });
    const fits = isSwiped
      ? slots.flatMap((slot) => fitMaps([slot], slot.width))
      : fitMaps(slots, width - GAP * (columns.length - 1));
    columns.forEach((views, position) => {
      const sizes = fits[position].values();
      for (const view of views) {
        if (view.isVector) {
          view.arrange(view.sent.columns);
        } else {
          view.fit(/** @type {Fit} */ (sizes.next().value));
        }
      }
    });
  }

  /** Draw the connections after the frame that lays the stages out. */
  drawConnections() {
    cancelAnimationFrame(this.pendingFrame);
    const drawInNextFrame = () => {
      this.pendingFrame = requestAnimationFrame(() => this.draw());
    };
    this.pendingFrame = requestAnimationFrame(drawInNextFrame);
  }

  draw() {
    const views = [...this.stages.values()];
    const widths = views.map(({ canvas }) => canvas.clientWidth * devicePixelRatio); // measured before any change
    views.forEach(({ canvas }, number) => {
      canvas.classList.toggle("fine", widths[number] < views[number].layout.width); // else whole rows of cells are omitted
    });
    this.connections.draw();
  }

  /**
   * Paint the stages that a reading contains.
   * @param {Pick<Shown, "pixels" | "ranges" | "parts" | "replaced">} reading
   * @param {Model} model that the diagram shows
   */
  paint(reading, model) {
    model.stages.forEach((stage, number) => {
      const view = this.stages.get(stage.name);
      const picture = pictureOf(reading, model, stage);
      if (view && picture) {
        this.queue.add(view, () => view.paint(picture));
        view.legend.show(reading.ranges[2 * number], reading.ranges[2 * number + 1]);
      }
    });
    this.queue.run();
  }

  /** Render the titles of the stages in the current language. */
  localise() {
    const views = [...this.stages.values()];
    localiseStageTitles({ stages: views.map(({ stage }) => stage) }, this.texts);
    for (const view of views) {
      view.localise(this.texts);
    }
    this.drawConnections(); // titles have other heights
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
