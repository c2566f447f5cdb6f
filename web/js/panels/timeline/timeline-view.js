/** The section of the drawing's time: a sentence, the chart of the probabilities, and the numbers of a moment. */

import { ranking } from "../../lib/argsort.js";
import { make, setText } from "../../ui/dom.js";
import { Chart } from "./chart.js";
import { storyOf } from "./probability-curves.js";

/** @import { PanelContext } from "../../view/panel.js" */
/** @import { Moment } from "./probability-curves.js" */

export class TimelineView {
  /**
   * @param {PanelContext} context
   * @param {ConstructorParameters<typeof Chart>[0]} listeners
   */
  constructor(context, listeners) {
    this.context = context;
    this.chart = new Chart(listeners);
    this.story = make("p", "story");
    this.story.dataset.testid = "time-story";
    this.readout = make("p", "readout");
    this.element = make("section", "time-section", this.story, this.chart.element, this.readout);
    this.element.dataset.testid = "time-section";
  }

  /** @param {number} time in milliseconds */
  seconds(time) {
    return this.context.texts.numbers.fixed(time / 1000, 2);
  }

  /** @param {string} sentence in the place of the chart */
  say(sentence) {
    this.chart.clear();
    setText(this.story, sentence);
    this.chart.plot.setAttribute("aria-label", sentence);
  }

  /**
   * @param {Moment[] | null} moments null while they are not read
   * @param {number} duration of the recording, in milliseconds
   */
  show(moments, duration) {
    const { time } = this.context.texts;
    if (!moments || this.context.pad.drawing.isEmpty) {
      this.say(this.context.pad.drawing.isEmpty ? time.nothing : time.reading);
      return;
    }
    if (!moments.every(({ probabilities }) => probabilities.every(Number.isFinite))) {
      this.say(time.notFinite);
      return;
    }
    const classes = this.context.model()?.classes ?? [];
    const story = storyOf(moments).map(({ time: start, best }) => ({
      name: classes[best],
      seconds: this.seconds(start),
    }));
    const sentence = time.story(story);
    setText(this.story, sentence);
    this.chart.show(moments, classes, { duration, end: time.seconds(this.seconds(duration)), sentence });
  }

  /**
   * What the network reads in a moment: the three most probable classes.
   * @param {number} now in milliseconds
   * @param {number} duration
   */
  showMoment(now, duration) {
    const { texts, pad } = this.context;
    this.chart.point(duration > 0 ? now / duration : 1);
    if (pad.drawing.isEmpty || !this.context.isOpen("time")) {
      setText(this.readout, "");
      return;
    }
    const classes = this.context.model()?.classes ?? [];
    const probabilities = Array.from(this.context.shown()?.probabilities ?? []);
    const best = ranking(probabilities)
      .slice(0, 3)
      .map((number) => ({
        name: classes[number] ?? "",
        share: texts.numbers.percent(probabilities[number]),
      }));
    const back = pad.drawing.upTo === null ? "" : ` ${texts.time.back}`;
    setText(this.readout, texts.time.readout(this.seconds(now), best) + back);
  }
}
