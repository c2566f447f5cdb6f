/** Digits out and in: saves a file, and opens one, or images with labels, with progress and a button that stops it. */

import { LocalisedError, sentenceOf } from "../../../i18n/error-text.js";
import { chosenFiles } from "../../../input/labelled-files/chosen-files.js";
import { takeDrops } from "../../../input/labelled-files/drop-target.js";
import { pause } from "../../../lib/pause.js";
import { LARGEST_DIGITS_FILE, LARGEST_TRAY } from "../../../protocol/limits.js";
import { PythonError } from "../../../protocol/messages.js";
import { button, make, setText } from "../../../ui/dom.js";
import { download } from "../../../ui/download.js";
import { PictureImport } from "./picture-import.js";
import { isBlank } from "./tray-digit.js";
import { readTray } from "./tray-file.js";

/** @import { ChosenFile } from "../../../input/labelled-files/labelled-files.js" */
/** @import { PanelContext } from "../../panel-context.js" */
/** @import { DigitTray, TrayDigit } from "./digit-tray.js" */
/** @import { TrayNotice } from "./tray-notice.js" */

const AT_ONCE = 500; // digits that are added before the page may do something else
const BRACE = 0x7b; // the first byte of a JSON object

export class TrayFiles {
  /**
   * @param {PanelContext} context
   * @param {DigitTray} tray
   * @param {TrayNotice} notice
   */
  constructor(context, tray, notice) {
    this.context = context;
    this.tray = tray;
    this.notice = notice;
    /** @type {PictureImport | null} that runs */
    this.running = null;
    this.fileInput = fileInput("tray-files");
    this.folderInput = fileInput("tray-folder");
    this.folderInput.webkitdirectory = true;
    this.save = button("", "", () => this.download());
    this.save.dataset.testid = "tray-save";
    this.openButton = button("", "", () => this.fileInput.click());
    this.folderButton = button("", "", () => this.folderInput.click());
    this.buttons = make("div", "tray-buttons", this.save, this.openButton, this.folderButton);
    this.bar = make("progress");
    this.progressText = make("span");
    this.stopButton = button("", "", () => this.stop());
    this.stopButton.dataset.testid = "tray-stop";
    this.progress = make("div", "tray-progress", this.bar, this.progressText, this.stopButton);
    this.progress.dataset.testid = "tray-progress";
    this.progress.hidden = true;
    this.hint = make("p", "note");
    const inputs = [this.fileInput, this.folderInput];
    this.element = make("div", "tray-files", this.buttons, ...inputs, this.progress, this.hint);
    for (const input of inputs) {
      input.addEventListener("change", () => {
        const files = chosenFiles(input.files ?? []);
        input.value = "";
        this.open(files);
      });
    }
  }

  /**
   * Open what is dropped on an element.
   * @param {HTMLElement} element
   */
  listenOn(element) {
    takeDrops(element, (files) => this.open(files));
  }

  download() {
    download("my-digits.json", new Blob([this.tray.toJson()], { type: "application/json" }));
  }

  /**
   * Add the digits of a file, or of images with labels, as a whole or not at all.
   * @param {ChosenFile[]} files
   */
  async open(files) {
    const { tray, notice, context } = this;
    const { texts } = context;
    if (files.length === 0) {
      return;
    }
    if (tray.digits.length >= LARGEST_TRAY) {
      notice.say(() => texts.train.tray.notice.full(LARGEST_TRAY));
      return;
    }
    this.running?.stop();
    const running = new PictureImport(context.python, (done, all) => this.show(done, all));
    this.running = running;
    this.begin(files);
    try {
      const found = await this.digitsIn(files, running);
      if (found && running === this.running) {
        await this.add(found.digits, found.left);
      }
    } catch (error) {
      if (running === this.running) {
        notice.say(() => this.sentenceFor(error));
      }
    }
    if (running === this.running) {
      this.running = null;
      this.progress.hidden = true;
    }
  }

  /**
   * @param {ChosenFile[]} files
   * @param {PictureImport} running
   * @returns {Promise<{ digits: TrayDigit[], left: number } | null>}
   */
  async digitsIn(files, running) {
    const [{ path, data }] = files;
    const [first] = new Uint8Array(await data.slice(0, 1).arrayBuffer());
    if (files.length === 1 && (first === BRACE || path.toLowerCase().endsWith(".json"))) {
      if (data.size > LARGEST_DIGITS_FILE) {
        throw new LocalisedError(() => this.context.texts.train.tray.errors.file(path));
      }
      return { digits: readTray(await data.arrayBuffer()), left: 0 };
    }
    const classes = this.context.view.model?.classes ?? [];
    return running.run(files, classes, LARGEST_TRAY - this.tray.digits.length);
  }

  /**
   * @param {TrayDigit[]} digits
   * @param {number} left how many were not read
   */
  async add(digits, left) {
    const inked = digits.filter((digit) => !isBlank(digit));
    const found = { added: 0, known: 0, blank: digits.length - inked.length, left };
    for (let start = 0; start < inked.length; start += AT_ONCE) {
      const part = this.tray.add(...inked.slice(start, start + AT_ONCE));
      found.added += part.added.length;
      found.known += part.known;
      found.left += part.left;
      await pause();
    }
    this.notice.say(() => this.summaryOf(found));
  }

  /** @param {{ added: number, known: number, blank: number, left: number }} found how many digits */
  summaryOf({ added, known, blank, left }) {
    const { files } = this.context.texts.train.tray;
    return [
      files.added(added),
      ...(known > 0 ? [files.known(known)] : []),
      ...(blank > 0 ? [files.blank(blank)] : []),
      ...(left > 0 ? [files.left(left, LARGEST_TRAY)] : []),
    ].join(" ");
  }

  /** @param {unknown} error */
  sentenceFor(error) {
    const { files } = this.context.texts.train.tray;
    const isOfTheFile = error instanceof LocalisedError || (error instanceof PythonError && error.name === "DataError");
    return isOfTheFile ? files.refused(sentenceOf(error)) : files.failed(sentenceOf(error));
  }

  stop() {
    this.running?.stop();
    this.running = null;
    this.progress.hidden = true;
    this.notice.say(() => this.context.texts.train.tray.files.stopped);
  }

  /** @param {ChosenFile[]} files that are being opened */
  begin(files) {
    const name = files.length > 2 ? files[0].path.split("/")[0] : files.map(({ path }) => path).join(" + ");
    const { opening } = this.context.texts.train.tray.files;
    this.bar.removeAttribute("value");
    this.bar.setAttribute("aria-label", opening(name));
    setText(this.progressText, opening(name));
    this.notice.say(() => "");
    this.progress.hidden = false;
  }

  /**
   * @param {number} done
   * @param {number} all
   */
  show(done, all) {
    [this.bar.max, this.bar.value] = [all, done];
    setText(this.progressText, this.context.texts.train.tray.files.progress(done, all));
  }

  update() {
    this.save.disabled = this.tray.digits.length === 0;
  }

  localise() {
    const { files } = this.context.texts.train.tray;
    setText(this.save, files.save);
    setText(this.openButton, files.open);
    setText(this.folderButton, files.folder);
    setText(this.stopButton, files.stop);
    setText(this.hint, files.hint);
  }
}

/** @param {string} testid */
function fileInput(testid) {
  const input = make("input");
  input.type = "file";
  input.multiple = true;
  input.hidden = true;
  input.dataset.testid = testid;
  return input;
}
