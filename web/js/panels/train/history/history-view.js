/**
 * A slider through the steps of a training. At each of them the network reads with the weights of that step, so the maps, the
 * kernels and the answer follow.
 */

import { indexOfLargest } from "../../../lib/argsort.js";
import { button, make, setText } from "../../../ui/dom.js";
import { LineChart } from "../line-chart.js";
import { KernelRow } from "./kernel-row.js";

/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { Point } from "../line-chart.js" */
/** @import { TrainingHistory } from "./training-history.js" */

const PAUSE = 250; // milliseconds for which playing shows a step

export class HistoryView {
  /**
   * @param {PanelContext} context
   * @param {TrainingHistory} history
   */
  constructor(context, history) {
    this.context = context;
    this.history = history;
    /** The number of the step whose weights the network has; null if it has others. @type {number | null} */
    this.number = history.last;
    /** The run of playing that goes on. @type {object | null} */
    this.run = null;
    this.slider = make("input");
    Object.assign(this.slider, { type: "range", min: "0", max: String(history.last), value: String(history.last) });
    this.slider.dataset.testid = "history-slider";
    this.slider.addEventListener("input", () => this.choose(this.slider.valueAsNumber));
    this.playButton = button("", "", () => (this.run ? this.stop() : this.play()));
    this.playButton.dataset.testid = "history-play";
    this.finishButton = button("", "", () => this.finish());
    this.finishButton.dataset.testid = "history-finish";
    this.step = make("p", "history-step");
    this.step.dataset.testid = "history-step";
    this.reads = make("p", "history-reads");
    this.reads.dataset.testid = "history-reads";
    const choose = (/** @type {number} */ place) => this.choose(Math.round(place));
    this.loss = new LineChart("history-loss", choose);
    this.accuracy = new LineChart("history-accuracy", choose);
    this.titles = { loss: make("figcaption"), accuracy: make("figcaption") };
    this.kernels = new KernelRow();
    this.kernelsTitle = make("p", "note");
    this.ends = make("div", "history-ends", make("span"), make("span"));
    this.element = make(
      "div",
      "history-view",
      make(
        "div",
        "history-curves",
        make("figure", "plot", this.titles.loss, this.loss.element),
        make("figure", "plot", this.titles.accuracy, this.accuracy.element),
        this.slider,
        this.ends,
      ),
      make(
        "div",
        "history-facts",
        make("div", "history-buttons", this.playButton, this.finishButton),
        this.step,
        this.reads,
        this.kernelsTitle,
        this.kernels.element,
      ),
    );
    this.localise();
  }

  /** Whether this is the history of the current model, which may have been loaded again after a crash. */
  get isCurrent() {
    const { history, context } = this;
    return context.weights.loaded?.original === history.vectors[history.last];
  }

  get words() {
    return this.context.texts.train.history;
  }

  /** @param {number} number of the step that the person asks for */
  choose(number) {
    this.stop();
    if (number !== this.number) {
      this.show(number);
    }
  }

  /**
   * Have the network read with the weights of a step.
   * @param {number} number
   */
  show(number) {
    this.number = number;
    this.slider.value = String(number);
    this.showStep();
    return this.context.weights.change(this.history.vectors[number], "history");
  }

  /** Show one step after the other, from the present one or, at the end, from the first. */
  async play() {
    const { last } = this.history;
    const run = {};
    const start = this.number === null || this.number === last ? 0 : this.number;
    this.run = run;
    this.showPlaying();
    for (let number = start; number <= last && this.run === run; number += 1) {
      await this.show(number);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    if (this.run === run) {
      this.stop();
    }
  }

  stop() {
    this.run = null;
    this.showPlaying();
  }

  /** Put the finished weights back, unless the network has others than those of a step. */
  finish() {
    this.stop();
    if (this.number !== null && this.number !== this.history.last) {
      this.show(this.history.last);
    }
  }

  /** The weights were changed elsewhere: by hand, by a training, or back to the finished ones. */
  weightsChanged() {
    this.stop();
    this.number = this.context.weights.isChanged ? null : this.history.last;
    this.slider.value = String(this.number ?? this.history.last);
    this.showStep();
  }

  showPlaying() {
    setText(this.playButton, this.run ? this.words.pause : this.words.play);
  }

  showStep() {
    const { number, words, history } = this;
    this.loss.mark(number);
    this.accuracy.mark(number);
    const text = number === null ? words.others : words.step(history.steps[number], history.steps[history.last].step);
    setText(this.step, text);
    this.slider.setAttribute("aria-valuetext", text);
    this.finishButton.disabled = number === null || number === history.last;
    const first = history.firstKernels(number ?? history.last);
    const table = this.context.view.model?.colormaps.diverging;
    const isShown = Boolean(first && table && number !== null);
    this.kernels.element.hidden = this.kernelsTitle.hidden = !isShown;
    if (first && table) {
      this.kernels.show(first.kernels, first.size, table);
    }
  }

  /** @param {Shown} reading on the screen */
  paint({ probabilities }) {
    const { view, pad } = this.context;
    const label = indexOfLargest(probabilities);
    const name = view.model?.classes[label] ?? "";
    setText(this.reads, pad.isEmpty ? this.words.blank : this.words.reads(name, probabilities[label]));
  }

  drawCurves() {
    const { words, history, titles } = this;
    const { steps, sets, last } = history;
    const [first, final] = [steps[0], steps[last]];
    const highest = Math.max(...steps.map(({ loss }) => loss));
    titles.loss.replaceChildren(make("span", "plot-title", words.loss));
    this.loss.show([{ points: steps.map(({ loss }, place) => [place, loss]) }], {
      width: last,
      height: highest,
      top: words.number(highest),
      description: words.lossFrom(first.loss, final.loss),
    });
    const lines = Object.keys(sets).map((set, number, { length }) => ({
      isOther: number < length - 1,
      points: steps.map(({ accuracy }, place) => /** @type {Point} */ ([place, accuracy[set]])),
    }));
    const names = Object.entries(sets).map(([set, count], number) => {
      const key = make("span", lines[number].isOther ? "line-key other" : "line-key");
      return make("span", "plot-name", key, words.sets[/** @type {"train"} */ (set)]?.(count) ?? set);
    });
    titles.accuracy.replaceChildren(make("span", "plot-title", words.accuracy), ...names);
    this.accuracy.show(lines, {
      width: last,
      height: 1,
      top: words.share(1),
      description: words.accuracyFrom(first.accuracy, final.accuracy),
    });
  }

  localise() {
    const { words } = this;
    this.drawCurves();
    setText(this.finishButton, words.finish);
    setText(this.kernelsTitle, words.kernels);
    this.kernels.element.setAttribute("aria-label", words.kernels);
    this.slider.setAttribute("aria-label", words.slider);
    [words.random, words.finished].forEach((text, end) => {
      setText(/** @type {HTMLElement} */ (this.ends.children[end]), text);
    });
    this.showPlaying();
    this.showStep();
    if (this.context.view.reading) {
      this.paint(this.context.view.reading);
    }
  }
}
