/**
 * Tells Python what is needed of a large model: the stages of its diagram that are in sight, each at the resolution that
 * the screen shows, and in full what is open or selected. Whatever comes into sight is painted from the newest reading.
 *
 * Of other models, readings contain everything: that is quicker than to choose.
 */

/** @import { Diagram } from "../diagram/diagram.js" */
/** @import { StageView } from "../diagram/stage.js" */
/** @import { Model, Need, Painted, Slot } from "../protocol/messages.js" */
/** @import { PythonClient } from "../python/client.js" */

const AHEAD = "50% 0px"; // of the window: painted before it is scrolled into sight

export class NeededStages {
  /**
   * @param {Diagram} diagram
   * @param {PythonClient} python
   * @param {Slot} slot of the model
   * @param {(painted: Painted) => void} onPainted what was needed in addition is here
   */
  constructor(diagram, python, slot, onPainted) {
    this.diagram = diagram;
    this.python = python;
    this.slot = slot;
    this.onPainted = onPainted;
    /** @type {Model | null} null unless it is large */
    this.model = null;
    this.told = ""; // what Python was told last, as JSON
    /** @type {Promise<void>} fulfilled once that is here */
    this.arrival = Promise.resolve();
    /** @type {Set<Element>} the stages in sight */
    this.inSight = new Set();
    /** @type {Map<Element, number>} the width of each canvas on the screen, in CSS pixels */
    this.widths = new Map();
    /** @type {Map<string, readonly string[]>} the stages that each part of the page needs in full, by the part's name */
    this.inFull = new Map();
    this.sight = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: AHEAD });
    this.sizes = new ResizeObserver((entries) => this.resized(entries));
    visualViewport?.addEventListener("resize", () => this.tell()); // pinched
  }

  /** @param {Model} model that the diagram shows and Python has just loaded */
  follow(model) {
    this.sight.disconnect();
    this.sizes.disconnect();
    this.inSight.clear();
    this.widths.clear();
    this.told = "";
    this.model = model.isLarge ? model : null;
    if (this.model) {
      for (const { element, canvas } of this.diagram.stages.values()) {
        this.sight.observe(element);
        this.sizes.observe(canvas);
      }
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      this.inSight[isIntersecting ? "add" : "delete"](target);
    }
    this.tell();
  }

  /** @param {ResizeObserverEntry[]} entries */
  resized(entries) {
    for (const { target, contentRect } of entries) {
      this.widths.set(target, contentRect.width);
    }
    this.tell();
  }

  /**
   * Need these stages in full, and no others for this part of the page: every cell, and the values.
   * @param {string} part
   * @param {readonly string[]} stages
   * @returns {Promise<void>} fulfilled once the newest reading contains them
   */
  need(part, stages) {
    this.inFull.set(part, stages);
    this.tell();
    return this.arrival;
  }

  /** Tell Python what is needed, if that has changed. */
  tell() {
    const { model, python } = this;
    if (!model || !python.isUp || this.widths.size === 0) {
      return;
    }
    const full = new Set([...this.inFull.values()].flat());
    const needs = model.stages.map(({ name }) => this.needOf(name, full.has(name)));
    const told = JSON.stringify(needs);
    if (told !== this.told) {
      this.told = told;
      this.arrival = this.send(needs);
    }
  }

  /**
   * @param {string} name of a stage
   * @param {boolean} isFull
   * @returns {Need}
   */
  needOf(name, isFull) {
    const view = this.diagram.stages.get(name);
    if (isFull || !view) {
      return { scale: isFull ? 1 : 0, values: isFull };
    }
    return { scale: this.inSight.has(view.element) ? this.scaleOf(view) : 0, values: false };
  }

  /**
   * The coarsest scale that still has a pixel for each pixel of the screen.
   * @param {StageView} view
   */
  scaleOf({ stage, canvas, layout }) {
    const shown = (this.widths.get(canvas) ?? 0) * devicePixelRatio * (visualViewport?.scale ?? 1);
    const cells = layout.width / Math.max(shown, 1); // for each pixel of the screen
    return Math.max(1, Math.min(stage.canvas.coarsest, 2 ** Math.floor(Math.log2(cells))));
  }

  /** @param {Need[]} needs */
  async send(needs) {
    try {
      const painted = await this.python.show(needs, this.slot);
      if (painted) {
        this.onPainted(painted);
      } else {
        await this.arrival; // other needs came first
      }
    } catch {
      this.told = ""; // the worker has crashed; the next one is told again
    }
  }
}
