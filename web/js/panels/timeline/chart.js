/** A line chart of probabilities over time: one line per class, the final prediction in the accent colour. */

import { indexOfLargest } from "../../lib/argsort.js";
import { make, setText } from "../../ui/dom.js";

/** @import { ReadFrame } from "./probability-curves.js" */
/** @import { TimelinePanel } from "./timeline-panel.js" */

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 1000, height: 100 }; // of the viewBox; the style sheet stretches it
const MIN_LABELLED = 0.25; // peak probability below which a line has no label

export class Chart {
  /** @param {TimelinePanel} panel previews the time under the pointer */
  constructor(panel) {
    this.panel = panel;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.setAttribute("aria-hidden", "true");
    this.labels = make("div", "chart-names");
    this.cursor = make("div", "chart-cursor");
    this.plot = make("div", "chart-plot");
    this.plot.setAttribute("role", "img");
    this.plot.dataset.testid = "time-chart";
    this.plot.append(this.svg, this.labels, this.cursor);
    this.end = make("span");
    const yAxis = make("div", "chart-heights", make("span", "", "1"), make("span", "", "½"), make("span", "", "0"));
    yAxis.setAttribute("aria-hidden", "true");
    const xAxis = make("div", "chart-times", make("span", "", "0"), this.end);
    this.element = make("div", "chart", yAxis, this.plot, xAxis);
    this.listen();
  }

  listen() {
    const { panel, plot } = this;
    plot.addEventListener("pointermove", (event) => panel.preview(this.fractionAt(event)));
    plot.addEventListener("pointerdown", (event) => {
      panel.preview(this.fractionAt(event));
      panel.keepPreview();
    });
    plot.addEventListener("pointerleave", () => panel.endPreview());
    plot.addEventListener("pointercancel", () => panel.endPreview());
  }

  /**
   * The fraction of the duration under the pointer, 0 … 1.
   * @param {PointerEvent} event
   */
  fractionAt({ clientX }) {
    const { left, width } = this.plot.getBoundingClientRect();
    return Math.min(Math.max((clientX - left) / width, 0), 1);
  }

  /**
   * @param {ReadFrame[]} frames
   * @param {string[]} classes
   * @param {{ duration: number, end: string, description: string }} axis end: label of the end of the time axis
   */
  show(frames, classes, { duration, end, description }) {
    const final = indexOfLargest(frames.at(-1)?.probabilities ?? []);
    const x = (/** @type {number} */ time) => (duration > 0 ? time / duration : 1);
    this.svg.replaceChildren();
    this.labels.replaceChildren();
    classes.forEach((name, label) => {
      const values = frames.map(({ probabilities }) => probabilities[label]);
      const points = frames.map(
        ({ time }, index) =>
          `${(x(time) * SIZE.width).toFixed(1)} ${((1 - (values[index] || 0)) * SIZE.height).toFixed(2)}`,
      );
      const peak = indexOfLargest(values);
      const isLabelled = values[peak] >= MIN_LABELLED;
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("d", `M${points.join("L")}`);
      line.classList.toggle("winner", label === final);
      line.classList.toggle("named", isLabelled);
      this.svg.append(line);
      if (isLabelled) {
        const text = make("span", label === final ? "winner" : "", name);
        text.style.left = `${Math.min(Math.max(x(frames[peak].time), 0.01), 0.985) * 100}%`;
        text.style.top = `${(1 - values[peak]) * 100}%`;
        this.labels.append(text);
      }
    });
    setText(this.end, end);
    this.describe(description);
  }

  clear() {
    this.svg.replaceChildren();
    this.labels.replaceChildren();
    setText(this.end, "");
  }

  /** @param {string} description for screen readers */
  describe(description) {
    this.plot.setAttribute("aria-label", description);
  }

  /** @param {number} fraction of the duration */
  moveCursor(fraction) {
    this.cursor.style.left = `${fraction * 100}%`;
  }
}
