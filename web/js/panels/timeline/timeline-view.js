/** The timeline's tab: the predictions over time as a sentence, the chart, and the probabilities at the current time. */

import { ranking } from "../../lib/argsort.js";
import { make, setText } from "../../ui/dom.js";
import { Chart } from "./chart.js";
import { predictionChanges } from "./probability-curves.js";

/** @import { PanelContext } from "../panel-context.js" */
/** @import { ReadFrame } from "./probability-curves.js" */
/** @import { TimelinePanel } from "./timeline-panel.js" */

const READOUT_CLASSES = 3;

export class TimelineView {
  /**
   * @param {PanelContext} context
   * @param {TimelinePanel} panel
   */
  constructor(context, panel) {
    this.context = context;
    this.chart = new Chart(panel);
    this.summary = make("p", "story");
    this.summary.dataset.testid = "time-story";
    this.readout = make("p", "readout");
    this.element = make("section", "time-section", this.summary, this.chart.element, this.readout);
    this.element.dataset.testid = "time-section";
  }

  /** @param {number} time in milliseconds */
  seconds(time) {
    return this.context.texts.numbers.fixed(time / 1000, 2);
  }

  /** @param {string} sentence shown in place of the chart */
  showMessage(sentence) {
    this.chart.clear();
    setText(this.summary, sentence);
    this.chart.describe(sentence);
  }

  /**
   * @param {ReadFrame[] | null} frames null until they are read
   * @param {number} duration of the recording, in milliseconds
   */
  show(frames, duration) {
    const { time: texts } = this.context.texts;
    if (!frames || this.context.pad.drawing.isEmpty) {
      this.showMessage(this.context.pad.drawing.isEmpty ? texts.nothing : texts.reading);
      return;
    }
    if (!frames.every(({ probabilities }) => probabilities.every(Number.isFinite))) {
      this.showMessage(texts.notFinite);
      return;
    }
    const classes = this.context.view.model?.classes ?? [];
    const changes = predictionChanges(frames).map(({ time, label }) => ({
      name: classes[label],
      seconds: this.seconds(time),
    }));
    const sentence = texts.story(changes);
    setText(this.summary, sentence);
    const end = texts.seconds(this.seconds(duration));
    this.chart.show(frames, classes, { duration, end, description: sentence });
  }

  /**
   * Shows the most probable classes at the current time.
   * @param {number} time in milliseconds
   * @param {number} duration
   */
  showTime(time, duration) {
    const { texts, pad } = this.context;
    this.chart.moveCursor(duration > 0 ? time / duration : 1);
    if (pad.drawing.isEmpty || !this.context.tabs.isOpen("time")) {
      setText(this.readout, "");
      return;
    }
    const classes = this.context.view.model?.classes ?? [];
    const probabilities = Array.from(this.context.view.reading?.probabilities ?? []);
    const best = ranking(probabilities)
      .slice(0, READOUT_CLASSES)
      .map((label) => ({
        name: classes[label] ?? "",
        share: texts.numbers.probability(probabilities[label]),
      }));
    const back = pad.drawing.upTo === null ? "" : ` ${texts.time.back}`;
    setText(this.readout, texts.time.readout(this.seconds(time), best) + back);
  }
}
