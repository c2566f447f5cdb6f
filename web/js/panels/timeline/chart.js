/** A chart of probabilities over time: one thin line for each class, the last winner in the accent colour. */

import { indexOfLargest } from "../../lib/argsort.js";
import { make, setText } from "../../ui/dom.js";

/** @import { Moment } from "./probability-curves.js" */

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 1000, height: 100 }; // the drawing's own units; the style sheet stretches it
const WORTH_A_NAME = 0.25; // a class that never gets that far has no name beside its line

export class Chart {
  /** @param {{ onPoint: (share: number) => void, onLeave: () => void, onKeep: () => void }} listeners share of the time */
  constructor(listeners) {
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.setAttribute("aria-hidden", "true");
    this.names = make("div", "chart-names");
    this.cursor = make("div", "chart-cursor");
    this.plot = make("div", "chart-plot");
    this.plot.setAttribute("role", "img");
    this.plot.dataset.testid = "time-chart";
    this.plot.append(this.svg, this.names, this.cursor);
    this.end = make("span");
    const heights = make("div", "chart-heights", make("span", "", "1"), make("span", "", "½"), make("span", "", "0"));
    heights.setAttribute("aria-hidden", "true");
    this.element = make(
      "div",
      "chart",
      heights,
      this.plot,
      make("div", "chart-times", make("span", "", "0"), this.end),
    );
    const point = (/** @type {PointerEvent} */ event) => {
      const box = this.plot.getBoundingClientRect();
      listeners.onPoint(Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1));
    };
    this.plot.addEventListener("pointermove", point);
    this.plot.addEventListener("pointerdown", (event) => {
      point(event);
      listeners.onKeep();
    });
    this.plot.addEventListener("pointerleave", listeners.onLeave);
    this.plot.addEventListener("pointercancel", listeners.onLeave);
  }

  /**
   * @param {Moment[]} moments
   * @param {string[]} classes
   * @param {{ duration: number, end: string, sentence: string }} words
   */
  show(moments, classes, { duration, end, sentence }) {
    const last = moments.at(-1)?.probabilities ?? [];
    const winner = indexOfLargest(last);
    const x = (/** @type {number} */ time) => (duration > 0 ? time / duration : 1);
    this.svg.replaceChildren();
    this.names.replaceChildren();
    classes.forEach((name, number) => {
      const values = moments.map(({ probabilities }) => probabilities[number]);
      const path = document.createElementNS(SVG, "path");
      const steps = moments.map(
        ({ time }, step) =>
          `${(x(time) * SIZE.width).toFixed(1)} ${((1 - (values[step] || 0)) * SIZE.height).toFixed(2)}`,
      );
      path.setAttribute("d", `M${steps.join("L")}`);
      path.classList.toggle("winner", number === winner);
      const peak = indexOfLargest(values);
      path.classList.toggle("named", values[peak] >= WORTH_A_NAME);
      this.svg.append(path);
      if (values[peak] >= WORTH_A_NAME) {
        const label = make("span", number === winner ? "winner" : "", name);
        label.style.left = `${Math.min(Math.max(x(moments[peak].time), 0.01), 0.985) * 100}%`;
        label.style.top = `${(1 - values[peak]) * 100}%`;
        this.names.append(label);
      }
    });
    setText(this.end, end);
    this.plot.setAttribute("aria-label", sentence);
  }

  /** Nothing to show. */
  clear() {
    this.svg.replaceChildren();
    this.names.replaceChildren();
    setText(this.end, "");
  }

  /** @param {number} share of the time that the drawing is looked at */
  point(share) {
    this.cursor.style.left = `${share * 100}%`;
  }
}
