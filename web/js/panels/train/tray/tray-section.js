/** The tray on the page: one's own digits by class, what adds to them, and what becomes of them. */

import { LocalisedError } from "../../../i18n/error-text.js";
import { FrameThrottle } from "../../../lib/frame-throttle.js";
import { LARGEST_TRAY } from "../../../protocol/limits.js";
import { make, setText } from "../../../ui/dom.js";
import { ChosenDigit } from "./chosen-digit.js";
import { DigitDatabase } from "./digit-database.js";
import { DigitGrid } from "./digit-grid.js";
import { KeptDigits } from "./kept-digits.js";
import { KeptLine } from "./kept-line.js";
import { isLabel } from "./label.js";
import { LabelForm } from "./label-form.js";
import { LabelOffer } from "./label-offer.js";
import { digitOnPad } from "./tray-digit.js";
import { TrayFiles } from "./tray-files.js";
import { TrayNotice } from "./tray-notice.js";
import { TrayTest } from "./tray-test.js";
import { wantedOf } from "./wanted.js";

/** @import { Model } from "../../../protocol/messages.js" */
/** @import { Shown } from "../../../protocol/page-state.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { TrainSection } from "../train-panel.js" */
/** @import { DigitTray, OwnDigit, TrayDigit } from "./digit-tray.js" */

const CHANNEL = "glasscnn-digits";

/** @implements {TrainSection} */
export class TraySection {
  /**
   * @param {PanelContext} context
   * @param {DigitTray} tray
   */
  constructor(context, tray) {
    this.context = context;
    this.tray = tray;
    const { texts } = context;
    this.kept = new KeptDigits(tray, new DigitDatabase(), channel());
    this.heading = make("h3");
    this.hint = make("p", "note");
    this.form = new LabelForm(texts, "tray-add", (label) => this.add(label));
    this.offer = new LabelOffer(
      texts,
      (label) => this.add(label),
      () => this.form.askForSymbol(),
      () => this.clearPad(),
    );
    this.notice = new TrayNotice(texts);
    this.grid = new DigitGrid(
      texts,
      tray,
      (id) => this.choose(id),
      (id) => this.delete(id),
    );
    this.wanted = make("p", "note");
    this.wanted.dataset.testid = "tray-wanted";
    this.chosen = new ChosenDigit(
      context,
      (digit, label) => this.relabel(digit, label),
      (digit) => this.grid.deleteAt(digit.id),
    );
    this.test = new TrayTest(context, tray);
    this.files = new TrayFiles(context, tray, this.notice);
    this.line = new KeptLine(texts, this.kept, () => this.forget());
    const { heading, hint, offer, form, notice, grid, wanted, chosen, test, files, line } = this;
    const parts = [offer, form, notice, grid].map(({ element }) => element);
    const ends = [chosen, test, files, line].map(({ element }) => element);
    this.element = make("section", "tray", heading, hint, ...parts, wanted, ...ends);
    this.element.dataset.testid = "tray";
    this.files.listenOn(this.element);
    this.frames = new FrameThrottle(() => this.render());
    tray.addEventListener("change", () => {
      this.test.forget();
      this.frames.request();
    });
    this.kept.addEventListener("change", () => this.line.update());
    this.localise();
  }

  /** All labels that a digit can get: the model's classes, and those of one's own. */
  get labels() {
    return [...new Set([...this.grid.classes, ...this.tray.labels])];
  }

  opened() {
    const { model, reading } = this.context.view;
    if (model) {
      this.showModel(model);
    }
    if (reading) {
      this.paint(reading);
    }
  }

  /** @param {Model} model */
  showModel({ classes }) {
    this.grid.classes = classes;
    this.test.forget();
    this.render();
  }

  /** @param {Shown} reading */
  paint({ probabilities }) {
    const isDrawn = this.context.pad.content === "drawing";
    const best = Array.from(probabilities).reduce((most, share, at, all) => (share > all[most] ? at : most), 0);
    this.offer.show(isDrawn ? (this.grid.classes[best] ?? null) : null);
  }

  render() {
    const { tray, grid, chosen, labels, line, files, form } = this;
    const digit = tray.digits.find(({ id }) => id === grid.chosen) ?? null;
    grid.chosen = digit?.id ?? null;
    grid.render();
    chosen.show(digit, digit ? grid.nameOf(digit) : "", labels);
    form.offer(labels);
    this.offer.offer(labels);
    setText(this.wanted, wantedOf(tray.digits, grid.classes, this.context.texts.train.tray.wanted));
    files.update();
    line.update();
    this.test.update();
  }

  /**
   * Add what is on the pad; if it is in the tray under another label, give it this one.
   * @param {string} label
   */
  add(label) {
    const { tray, notice } = this;
    try {
      const digit = this.digitOf(label);
      const same = tray.like(digit);
      if (same) {
        this.relabel(same, label);
        return;
      }
      tray.add(digit);
      const number = tray.digits.filter((other) => other.label === label).length;
      notice.say(() => this.words.added(label, number));
    } catch (error) {
      if (!(error instanceof LocalisedError)) {
        throw error;
      }
      notice.say(error.sentence);
    }
  }

  clearPad() {
    this.context.samples.stop();
    this.context.pad.clear();
  }

  get words() {
    return this.context.texts.train.tray.notice;
  }

  /**
   * @param {string} label
   * @returns {TrayDigit} what is on the pad
   * @throws {LocalisedError} if it cannot be added
   */
  digitOf(label) {
    const { pad } = this.context;
    if (!isLabel(label)) {
      throw new LocalisedError(() => this.words.label(label));
    }
    if (this.tray.digits.length >= LARGEST_TRAY) {
      throw new LocalisedError(() => this.words.full(LARGEST_TRAY));
    }
    const digit = digitOnPad(pad, label);
    if (!digit) {
      throw new LocalisedError(() => (pad.content === "picture" ? this.words.colours : this.words.blank));
    }
    return digit;
  }

  /** @param {string} id */
  choose(id) {
    this.grid.chosen = this.grid.chosen === id ? null : id;
    this.render();
  }

  /**
   * @param {OwnDigit} digit
   * @param {string} label
   */
  relabel(digit, label) {
    const from = digit.label;
    if (!isLabel(label)) {
      this.notice.say(() => this.words.label(label));
    } else if (from === label) {
      this.notice.say(() => this.words.known(label));
    } else {
      this.tray.relabel(digit.id, label);
      this.notice.say(() => this.words.relabelled(from, label));
    }
  }

  /** @param {string} id */
  delete(id) {
    const removed = this.tray.remove(id);
    this.notice.say(
      () => this.words.deleted(removed[0].label),
      () => this.restore(removed),
    );
  }

  forget() {
    const damaged = this.kept.damaged.length;
    const removed = this.kept.forget();
    this.notice.say(
      () => this.words.forgot(removed.length + damaged),
      removed.length > 0 ? () => this.restore(removed) : null,
    );
  }

  /** @param {OwnDigit[]} removed */
  restore(removed) {
    this.tray.merge(removed);
    this.notice.say(() => this.words.restored(removed.length));
  }

  /** @param {File} file of digits that was opened elsewhere on the page */
  open(file) {
    return this.files.open([{ path: file.name, data: file }]);
  }

  localise() {
    const { title, hint, add } = this.context.texts.train.tray;
    setText(this.heading, title);
    setText(this.hint, hint);
    this.form.localise(add.label, add.button);
    for (const part of [this.offer, this.notice, this.grid, this.chosen, this.test, this.files]) {
      part.localise();
    }
    this.render();
  }
}

/** To the other pages of the site that are open; null in a browser that has none. */
function channel() {
  return "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
}
