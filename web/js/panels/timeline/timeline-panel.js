/**
 * Time: the drawing is a recording. A slider under the pad looks back in it, and the whole page follows; new ink goes to
 * the drawing's end, so that nothing is lost. The section shows how the probabilities went.
 */

import { messageOf } from "../../i18n/error-text.js";
import { setText } from "../../ui/dom.js";
import { ProbabilityCurves } from "./probability-curves.js";
import { Recording } from "./recording.js";
import { TimelineView } from "./timeline-view.js";

/** @import { PanelContext, Panel } from "../../view/panel.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { Moment } from "./probability-curves.js" */

const REST = 250; // milliseconds without new ink before the drawing is taken as a recording
const STEP = 20; // of the slider, in milliseconds
const FAR = 10; // steps of a press of "play" where motion is not wanted: a tenth of all each

/** @implements {Panel} @implements {Tab} */
export class TimelinePanel {
  /**
   * @param {PanelContext} context
   * @param {{ slider: HTMLInputElement, play: HTMLButtonElement, text: HTMLElement }} parts
   */
  constructor(context, parts) {
    this.name = /** @type {const} */ ("time");
    this.context = context;
    this.parts = parts;
    this.recording = new Recording([]);
    this.curves = new ProbabilityCurves(context);
    /** @type {Moment[] | null} of the whole drawing, once they are read */
    this.moments = null;
    this.isFresh = true; // whether the recording is that of the drawing
    this.isOurs = false; // whether it is the slider that changes what is to be seen
    this.timer = 0;
    this.frame = 0;
    /** @type {number | null} where the slider was before the pointer came over the chart; null while it is not there */
    this.before = null;
    this.view = new TimelineView(context, {
      onPoint: (share) => {
        this.before ??= this.now;
        this.stop();
        this.goTo(share * this.recording.duration);
      },
      onLeave: () => {
        if (this.before !== null) {
          this.goTo(this.before);
          this.before = null;
        }
      },
      onKeep: () => {
        this.before = this.now;
      },
    });
    this.element = this.view.element;
    parts.slider.addEventListener("input", () => {
      this.stop();
      this.goTo(Number(parts.slider.value));
    });
    parts.play.addEventListener("click", () => this.toggle());
    this.localise();
    this.show();
  }

  get drawing() {
    return this.context.pad.drawing;
  }

  /** The moment that is to be seen, in milliseconds. */
  get now() {
    return this.recording.timeOf(this.drawing.upTo);
  }

  localise() {
    const { slider, play } = this.parts;
    slider.setAttribute("aria-label", this.context.texts.time.label);
    play.setAttribute("aria-label", this.frame ? this.context.texts.time.pause : this.context.texts.time.play);
    this.show();
    this.follow();
  }

  inkChanged() {
    if (this.isOurs) {
      return;
    }
    this.stop();
    this.isFresh = false;
    this.moments = null;
    this.before = null;
    this.curves.stop();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.record(), REST);
  }

  showModel() {
    this.moments = null;
    this.curves.stop();
    this.follow();
  }

  paint() {
    this.show();
  }

  opened() {
    this.show();
    this.follow();
  }

  closed() {
    this.curves.stop();
  }

  escape() {
    if (this.drawing.upTo === null) {
      return false;
    }
    this.stop();
    this.goTo(this.recording.duration);
    return true;
  }

  getState() {
    const { upTo } = this.drawing;
    return upTo === null ? {} : { points: upTo };
  }

  /** @param {Record<string, unknown>} state */
  async setState({ points }) {
    this.record();
    if (Number.isInteger(points) && Number(points) > 0 && Number(points) < this.recording.times.length) {
      this.lookBack(Number(points));
      await this.context.read();
    }
  }

  /** Take the drawing as a recording. */
  record() {
    clearTimeout(this.timer);
    if (!this.isFresh) {
      this.isFresh = true;
      this.recording = new Recording(this.drawing.strokes);
    }
    this.show();
    this.follow();
  }

  /** @param {number} time in milliseconds */
  goTo(time) {
    this.context.stopSamples();
    if (!this.isFresh) {
      this.record();
    }
    const isEnd = time >= this.recording.duration;
    this.lookBack(isEnd ? null : this.recording.pointsAt(time));
  }

  /** @param {number | null} points */
  lookBack(points) {
    if (points !== this.drawing.upTo) {
      this.isOurs = true;
      this.context.pad.lookBack(points);
      this.isOurs = false;
      this.show();
    }
  }

  /** Play from the moment that is to be seen, or again from the beginning; pause where it plays. */
  toggle() {
    if (this.frame) {
      this.stop();
      return;
    }
    this.record();
    const { duration } = this.recording;
    const from = this.drawing.upTo === null ? 0 : this.now;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.goTo(this.drawing.upTo === null ? 0 : from + duration / FAR);
      return;
    }
    const start = performance.now() - from;
    const step = () => {
      const time = performance.now() - start;
      this.frame = time < duration ? requestAnimationFrame(step) : 0;
      this.goTo(time);
      this.showPlay();
    };
    step();
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.showPlay();
  }

  showPlay() {
    const { play } = this.parts;
    const { pause, play: again } = this.context.texts.time;
    setText(play, this.frame ? "❚❚" : "▶");
    play.setAttribute("aria-label", this.frame ? pause : again);
  }

  /** Slider, cursor and numbers of the moment. */
  show() {
    const { slider, play, text } = this.parts;
    const { texts } = this.context;
    const { duration } = this.recording;
    const hasRecording = duration > 0 && !this.drawing.isEmpty && Boolean(this.context.shown()?.values);
    slider.disabled = play.disabled = !hasRecording;
    slider.max = String(Math.ceil(duration / STEP) * STEP || STEP);
    slider.step = String(STEP);
    slider.value = this.drawing.upTo === null ? slider.max : String(this.now);
    const seconds = (/** @type {number} */ time) => texts.numbers.fixed(time / 1000, 2);
    const words = texts.time.at(seconds(this.now), seconds(duration));
    setText(text, hasRecording ? words : "");
    slider.setAttribute("aria-valuetext", words);
    this.view.showMoment(this.now, duration);
  }

  /** Read the whole recording, if the section is to be seen and it is not read yet. */
  async follow() {
    this.view.show(this.moments, this.recording.duration);
    if (!this.context.isOpen("time") || this.moments || !this.isFresh || this.drawing.isEmpty) {
      return;
    }
    try {
      const moments = await this.curves.read(this.drawing.strokes, this.recording);
      if (moments) {
        this.moments = moments;
        this.view.show(this.moments, this.recording.duration);
      }
    } catch (error) {
      this.view.say(this.context.texts.time.failed(messageOf(error)));
    }
  }
}
