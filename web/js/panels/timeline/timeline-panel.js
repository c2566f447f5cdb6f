/**
 * The timeline: replays the drawing as a recording. The slider under the pad shows an earlier state of the drawing, and
 * the whole page follows. New ink is added to the end of the drawing, so looking back loses nothing. The tab shows the
 * probabilities over time.
 */

import { messageOf } from "../../i18n/error-text.js";
import { byId, setText } from "../../ui/dom.js";
import { ProbabilityCurves } from "./probability-curves.js";
import { ReadingHistory } from "./reading-history.js";
import { Recording } from "./recording.js";
import { TimelineView } from "./timeline-view.js";

/** @import { Shown } from "../../protocol/page-state.js" */
/** @import { SmallPicture } from "../../ui/small-picture.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Tab } from "../tabs.js" */
/** @import { ReadFrame } from "./probability-curves.js" */

const IDLE = 250; // milliseconds without new ink before the drawing is recorded
const SLIDER_STEP = 20; // milliseconds
const REDUCED_STEPS = 10; // with reduced motion, "play" advances by this fraction of the duration

/** @implements {Panel} @implements {Tab} */
export class TimelinePanel {
  /**
   * @param {PanelContext} context
   */
  constructor(context) {
    this.name = /** @type {const} */ ("time");
    this.context = context;
    this.parts = {
      slider: /** @type {HTMLInputElement} */ (byId("time")),
      play: /** @type {HTMLButtonElement} */ (byId("time-play")),
      text: byId("time-text"),
    };
    this.recording = new Recording([]);
    this.curves = new ProbabilityCurves(context);
    /** @type {ReadFrame[] | null} of the whole recording, once they are read */
    this.frames = null;
    this.isCurrent = true; // whether the recording is that of the drawing
    this.isSeeking = false; // whether it is this panel that changes the ink
    this.history = new ReadingHistory();
    this.timer = 0;
    this.animation = 0; // id of the animation frame; 0 if paused
    /** @type {number | null} time to return to when the pointer leaves the chart; null if it is not over the chart */
    this.timeBeforePreview = null;
    this.view = new TimelineView(context, this);
    this.element = this.view.element;
    const { slider, play } = this.parts;
    slider.addEventListener("input", () => {
      this.pause();
      this.seek(Number(slider.value));
    });
    play.addEventListener("click", () => this.togglePlay());
    this.localise();
    this.show();
  }

  get drawing() {
    return this.context.pad.drawing;
  }

  /** The time that the pad shows, in milliseconds. */
  get time() {
    return this.recording.timeOf(this.drawing.upTo);
  }

  localise() {
    const { slider, play } = this.parts;
    slider.setAttribute("aria-label", this.context.texts.time.label);
    play.setAttribute("aria-label", this.animation ? this.context.texts.time.pause : this.context.texts.time.play);
    this.show();
    this.follow();
  }

  inkChanged() {
    if (this.isSeeking) {
      return;
    }
    this.pause();
    this.isCurrent = false;
    this.frames = null;
    this.timeBeforePreview = null;
    this.curves.stop();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.record(), IDLE);
  }

  showModel() {
    this.frames = null;
    this.curves.stop();
    this.follow();
  }

  /** @param {Shown} reading */
  paint({ probabilities }) {
    this.history.add(this.drawing.shown.flat().length, probabilities);
    this.show();
  }

  /** @param {SmallPicture} picture */
  async paintPicture(picture) {
    this.history.paint(picture);
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
    this.pause();
    this.seek(this.recording.duration);
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
      this.showPoints(Number(points));
      await this.context.reader.read();
    }
  }

  /** Makes a recording of the drawing, unless it has one. */
  record() {
    clearTimeout(this.timer);
    if (!this.isCurrent) {
      this.isCurrent = true;
      this.recording = new Recording(this.drawing.strokes);
    }
    this.show();
    this.follow();
  }

  /** @param {number} time in milliseconds */
  seek(time) {
    this.context.samples.stop();
    if (!this.isCurrent) {
      this.record();
    }
    const isEnd = time >= this.recording.duration;
    this.showPoints(isEnd ? null : this.recording.pointsAt(time));
  }

  /** @param {number | null} points number of points to show; null for all */
  showPoints(points) {
    if (points !== this.drawing.upTo) {
      this.isSeeking = true;
      this.context.pad.lookBack(points);
      this.isSeeking = false;
      this.show();
    }
  }

  /**
   * Shows the time under the pointer until `endPreview`.
   * @param {number} fraction of the duration
   */
  preview(fraction) {
    this.timeBeforePreview ??= this.time;
    this.pause();
    this.seek(fraction * this.recording.duration);
  }

  endPreview() {
    if (this.timeBeforePreview !== null) {
      this.seek(this.timeBeforePreview);
      this.timeBeforePreview = null;
    }
  }

  /** Stays at the previewed time. */
  keepPreview() {
    this.timeBeforePreview = this.time;
  }

  /** Plays from the current time, or from the start if the whole drawing is shown; pauses if it is playing. */
  togglePlay() {
    if (this.animation) {
      this.pause();
      return;
    }
    this.record();
    const { duration } = this.recording;
    const from = this.drawing.upTo === null ? 0 : this.time;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.seek(this.drawing.upTo === null ? 0 : from + duration / REDUCED_STEPS);
      return;
    }
    const start = performance.now() - from;
    const advance = () => {
      const time = performance.now() - start;
      this.animation = time < duration ? requestAnimationFrame(advance) : 0;
      this.seek(time);
      this.showPlaying();
    };
    advance();
  }

  pause() {
    cancelAnimationFrame(this.animation);
    this.animation = 0;
    this.showPlaying();
  }

  showPlaying() {
    const { play } = this.parts;
    const { texts } = this.context;
    setText(play, this.animation ? "❚❚" : "▶");
    play.setAttribute("aria-label", this.animation ? texts.time.pause : texts.time.play);
  }

  /** Shows the current time on the slider, in the chart and in the readout. */
  show() {
    const { slider, play, text } = this.parts;
    const { texts } = this.context;
    const { duration } = this.recording;
    const isPlayable = duration > 0 && !this.drawing.isEmpty && Boolean(this.context.view.reading?.values);
    slider.disabled = play.disabled = !isPlayable;
    slider.max = String(Math.ceil(duration / SLIDER_STEP) * SLIDER_STEP || SLIDER_STEP);
    slider.step = String(SLIDER_STEP);
    slider.value = this.drawing.upTo === null ? slider.max : String(this.time);
    const valueText = texts.time.at(this.view.seconds(this.time), this.view.seconds(duration));
    setText(text, isPlayable ? valueText : "");
    slider.setAttribute("aria-valuetext", valueText);
    this.view.showTime(this.time, duration);
  }

  /** Reads the frames of the recording if the tab is open and they are not read yet. */
  async follow() {
    this.view.show(this.frames, this.recording.duration);
    if (!this.context.tabs.isOpen("time") || this.frames || !this.isCurrent || this.drawing.isEmpty) {
      return;
    }
    try {
      const frames = await this.curves.read(this.drawing.strokes, this.recording);
      if (frames) {
        this.frames = frames;
        this.view.show(this.frames, this.recording.duration);
      }
    } catch (error) {
      this.view.showMessage(this.context.texts.time.failed(messageOf(error)));
    }
  }
}
