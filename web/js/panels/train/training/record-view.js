/** The curves of a training: its loss, and how many digits are read right; and what the own digits are read as. */

import { localise, texts } from "../../../i18n/language.js";
import { printOne, scaleFor } from "../../../i18n/number-format.js";
import { confusionTable } from "../../../ui/confusion-table.js";
import { make, setText } from "../../../ui/dom.js";
import { LineChart } from "../line-chart.js";

/** @import { Measured, RightOf } from "../../../protocol/sandbox-messages.js" */
/** @import { TrainingRecord } from "./training-record.js" */

const MOST_POINTS = 300; // of a curve

export class RecordView {
  constructor() {
    this.loss = new LineChart("training-loss");
    this.accuracy = new LineChart("training-accuracy");
    this.lossNow = make("p", "training-legend");
    this.lossNow.dataset.testid = "training-loss-now";
    this.own = this.legend("own");
    this.strangers = this.legend("strangers");
    this.note = make("p", "training-about");
    this.table = make("div");
    const summary = localise(make("summary"), { text: "train.training.confusion" });
    this.confusion = make("details", "training-confusion", summary, this.table);
    this.confusion.dataset.testid = "training-confusion";
    this.confusion.addEventListener("toggle", () => this.renderTable());
    const legends = make("div", "training-legends", this.own.element, this.strangers.element);
    this.element = make("div", "training-record");
    this.element.append(
      make("div", "", this.heading("loss"), this.loss.element, this.lossNow),
      make("div", "", this.heading("accuracy"), this.accuracy.element, legends),
      this.note,
      this.confusion,
    );
    /** @type {{ measured: Measured | null, classes: string[], colours: number[] }} */
    this.shown = { measured: null, classes: [], colours: [] };
  }

  /** @param {"loss" | "accuracy"} name */
  heading(name) {
    return localise(make("h4"), { text: `train.training.${name}.title` });
  }

  /** @param {"own" | "strangers"} name */
  legend(name) {
    const [key, value] = [make("span", name === "own" ? "line-key" : "line-key other"), make("strong")];
    const words = make("span");
    value.dataset.testid = `training-${name}`;
    return { words, value, element: make("p", "training-legend", key, words, value) };
  }

  /**
   * @param {TrainingRecord} record
   * @param {{ isWholeTray: boolean, classes: string[], colours: number[] }} options whether no digit of the tray is learned
   *   from; the classes of the network, and the colormap of the table
   */
  show(record, { isWholeTray, classes, colours }) {
    const words = texts.train.training.accuracy;
    this.showLoss(record);
    this.showAccuracies(record);
    const { newest } = record;
    setText(this.own.words, isWholeTray ? words.ownAll : words.own);
    setText(this.strangers.words, words.strangers);
    setText(this.own.value, newest ? shareText(newest.own) : "–");
    setText(this.strangers.value, newest ? shareText(newest.strangers) : "–");
    setText(this.note, newest ? noteOf(newest, isWholeTray) : words.strangersNote);
    this.confusion.hidden = !newest?.confusion.length;
    if (newest !== this.shown.measured || classes !== this.shown.classes) {
      this.shown = { measured: newest, classes, colours };
      this.renderTable();
    }
  }

  /** @param {TrainingRecord} record */
  showLoss({ losses, of }) {
    const words = texts.train.training.loss;
    const highest = losses.reduce((most, loss) => Math.max(most, loss), 0) || 1;
    const scale = scaleFor([highest]);
    const [first, last] = [losses[0], losses.at(-1)].map((loss) => (loss === undefined ? "" : printOne(loss, scale)));
    const description = losses.length > 0 ? words.description(first, last, losses.length) : words.none;
    const points = thinned(losses.map((loss, index) => /** @type {[number, number]} */ ([index + 1, loss])));
    const axes = {
      width: Math.max(of, 1),
      height: highest,
      top: losses.length > 0 ? printOne(highest, scale) : "",
      description,
    };
    this.loss.show([{ points }], axes);
    setText(this.lossNow, losses.length > 0 ? `${last} · ${words.hint}` : words.none);
  }

  /** @param {TrainingRecord} record */
  showAccuracies({ measured, newest, of }) {
    const words = texts.train.training.accuracy;
    const lines = /** @type {const} */ (["strangers", "own"]).map((name) => ({
      isOther: name === "strangers",
      points: measured
        .filter((one) => one[name].of > 0)
        .map((one) => /** @type {[number, number]} */ ([one.number, one[name].right / one[name].of])),
    }));
    const description = newest ? words.description(shareText(newest.own), shareText(newest.strangers)) : words.none;
    this.accuracy.show(lines, { width: Math.max(of, 1), height: 1, top: texts.numbers.percent(1), description });
  }

  renderTable() {
    const { measured, classes, colours } = this.shown;
    if (this.confusion.open && measured && measured.confusion.length === classes.length) {
      const table = confusionTable(measured.confusion, classes, colours, texts);
      table.querySelectorAll("tbody tr").forEach((row, label) => {
        row.classList.toggle("none", !measured.confusion[label].some(Boolean)); // most trays lack most digits
      });
      this.table.replaceChildren(table);
    }
  }
}

/** @param {RightOf} share */
export function shareText({ right, of }) {
  const { right: words, none } = texts.train.training.accuracy;
  return of > 0 ? words(right, of) : none;
}

/**
 * @param {Measured} newest
 * @param {boolean} isWholeTray
 */
function noteOf({ own, strangers }, isWholeTray) {
  const { noneHeldOut, strangersNote, noStrangers } = texts.train.training.accuracy;
  const sentences = [strangers.of > 0 ? strangersNote : noStrangers];
  if (own.of === 0 && !isWholeTray) {
    sentences.unshift(noneHeldOut);
  }
  return sentences.join(" ");
}

/**
 * At most some points of a curve, the last one among them.
 * @param {[x: number, y: number][]} points
 */
function thinned(points) {
  const stride = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, index) => (points.length - 1 - index) % stride === 0);
}
