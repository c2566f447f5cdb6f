/**
 * The page anywhere: opened by a link, or in a frame of another page. Reads what the address asks for, lets main.js start
 * with it, and connects the page with who embeds it. Like main.js, it knows the parts; they do not know each other.
 */

import { EmbedMessages } from "../embed/messages.js";
import { readParameters } from "../embed/url-parameters.js";
import { makeReadonly, namesOfParts, showOnly, untilClicked } from "../embed/visible-parts.js";
import { sentenceOf } from "../i18n/error-text.js";
import { LANGUAGES } from "../i18n/language.js";
import { isLink, LinkError, stateOf } from "../share/link.js";
import { ShareButton } from "../share/share-button.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Pad } from "../input/pad.js" */
/** @import { SampleButtons } from "../input/sample-buttons.js" */
/** @import { Entry, ModelPicker } from "../models/model-picker.js" */
/** @import { PublicApi } from "../embed/public-api.js" */
/** @import { State } from "../protocol/page-state.js" */
/** @import { KeptDrawing } from "./kept-drawing.js" */

/**
 * What main.js lends.
 * @typedef {object} Page
 * @property {<T extends HTMLElement = HTMLElement>(id: string) => T} part
 * @property {Texts} texts
 * @property {PublicApi} api
 * @property {Pad} pad
 * @property {SampleButtons} samples
 * @property {ModelPicker} picker
 * @property {(url: string, name: string) => Promise<unknown>} fetchModel
 * @property {(bytes: ArrayBuffer, name: string) => Promise<unknown>} loadModel
 * @property {(sentence: () => string) => void} showError
 * @property {(sentence: string) => void} announce
 * @property {(centre: boolean) => void} setPlacement
 * @property {(size: number) => void} setBrush
 * @property {(levels: number[]) => void} showLevels a picture, 0 … 255
 * @property {() => Promise<void>} bringKept put the person's own model in force that was kept
 */

export class UrlOpener {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    const { part, texts, api } = page;
    this.parameters = readParameters(location.search, {
      texts: texts.embed,
      languages: Object.keys(LANGUAGES),
      parts: namesOfParts(),
    });
    /** @type {(() => string)[]} what the address asks for in vain */
    this.warnings = this.parameters.warnings;
    /** @type {State | null} */
    this.linked = null;
    /** Whether the address says what is on the pad, so that no example is shown there. */
    this.isOpened = isLink(location.hash);
    this.isSettled = false;
    /** Whether the tab's last drawing has been taken back, so that no example is shown, even on a pad that was cleared. */
    this.isTakenBack = false;
    /** @type {number[] | null} the picture that was on the pad then, until the model is there that reads it */
    this.picture = null;
    /** @type {URL | null} a model's file that the address names */
    this.file = null;
    this.share = new ShareButton(
      {
        button: part("share"),
        box: part("share-box"),
        field: part("share-link"),
        close: part("share-close"),
      },
      texts.share,
      { link: () => api.link(), announce: page.announce, showError: page.showError },
    );
    this.messages = new EmbedMessages(
      api,
      { load: page.loadModel, loadByName: (name) => this.loadByName(name), texts: texts.embed },
      this.parameters.origins,
    );
    addEventListener("hashchange", () => this.openLink());
  }

  /** Whether the address says what is on the pad. */
  get isAsked() {
    const { strokes, digit } = this.parameters;
    return isLink(location.hash) || strokes !== null || digit !== null;
  }

  /**
   * Before anything is loaded: show what was asked for, and wait for a click where one is wanted.
   * @param {KeptDrawing | null} kept the tab's last drawing, which takes the place of the address's
   */
  async arrive(kept) {
    const { view, readonly, autoload, strokes, digit } = this.parameters;
    if (view) {
      showOnly(view);
    }
    if (readonly) {
      makeReadonly();
    }
    this.linked = this.readLink();
    if (kept) {
      this.takeBack(kept);
    }
    if (!autoload) {
      await untilClicked();
    }
    if (kept) {
      return;
    }
    const sample = digit === null ? undefined : await this.page.samples.find(digit);
    const drawn = this.linked?.strokes ?? strokes ?? sample?.strokes;
    if (drawn) {
      this.isOpened = true;
      this.page.pad.setStrokes(drawn);
    }
  }

  /** @param {KeptDrawing} kept */
  takeBack(kept) {
    const { pad, setPlacement, setBrush } = this.page;
    this.isTakenBack = true;
    this.isOpened = this.isAsked;
    this.linked &&= { ...this.linked, image: undefined, ...kept };
    this.picture = kept.image ?? null;
    setPlacement(kept.centre);
    setBrush(kept.brush);
    if (kept.strokes.length > 0) {
      pad.setStrokes(kept.strokes);
    }
  }

  /**
   * The model to start with.
   * @param {Entry[]} entries
   * @param {string} usual
   * @returns {Entry}
   */
  firstModel(entries, usual) {
    const { texts } = this.page;
    const wanted = this.linked?.model ?? this.parameters.model;
    const entry = entries.find(({ name }) => name === wanted);
    this.file = !entry && !this.linked && wanted ? fileOnThisOrigin(wanted) : null;
    if (wanted && !entry && !this.file) {
      const names = entries.map(({ name }) => name).join(", ");
      const isLinked = this.linked !== null;
      this.warnings.push(() =>
        isLinked ? texts.share.ownModel(wanted) : texts.embed.badValue("model", wanted, names),
      );
    }
    return entry ?? /** @type {Entry} */ (entries.find(({ name }) => name === usual));
  }

  /** Python is up, and has read what is on the pad: the rest of what the address asks for. */
  async settle() {
    const { api, pad, showLevels } = this.page;
    const { linked, picture, file, isSettled } = this;
    const { stage } = this.parameters;
    this.linked = this.picture = this.file = null;
    this.isSettled = true;
    try {
      if (linked) {
        await api.page.setState({ ...linked, strokes: api.getState().strokes });
      } else if (picture && pad.drawing.isEmpty) {
        showLevels(picture);
      }
      if (!linked && stage) {
        await this.openStage(stage);
      }
    } catch (error) {
      this.warnings.push(() => sentenceOf(error));
    }
    this.parameters.stage = null;
    if (!isSettled) {
      this.bring(file);
    }
    this.showError();
  }

  /** Say what the address asks for in vain, once. */
  showError() {
    const warnings = this.warnings.splice(0);
    if (warnings.length > 0) {
      this.page.showError(() => warnings.map((sentence) => sentence()).join(" "));
    }
  }

  /**
   * What can only be done once the page is ready: a model's file, by the address or kept from the last visit.
   * @param {URL | null} file
   */
  async bring(file) {
    const { api, fetchModel, bringKept } = this.page;
    await api.ready;
    if (file) {
      await fetchModel(file.href, file.pathname.split("/").at(-1) ?? "model").catch(() => {}); // it is said
    } else if (!this.isOpened && !this.parameters.model) {
      await bringKept();
    }
  }

  /** @param {string} stage */
  async openStage(stage) {
    const { api, texts } = this.page;
    const names = api.page.model().stages.map(({ name }) => name);
    if (names.includes(stage)) {
      await api.page.setState({ ...api.getState(), stage });
    } else {
      this.warnings.push(() => texts.embed.badValue("stage", stage.slice(0, 40), names.join(", ")));
    }
  }

  /** The state in the address; what is wrong with it is said, and the pad stays empty. */
  readLink() {
    if (!isLink(location.hash)) {
      return null;
    }
    try {
      return stateOf(location.hash);
    } catch (error) {
      const { refused } = this.page.texts.share;
      this.warnings.push(() => (error instanceof LinkError ? refused[error.reason] : sentenceOf(error)));
      return null;
    }
  }

  /** Another link was opened in this window. */
  async openLink() {
    if (!isLink(location.hash)) {
      return;
    }
    const { api, showError, pad, picker, texts } = this.page;
    await api.ready;
    const state = this.readLink();
    if (!state) {
      pad.clear();
      this.showError();
      return;
    }
    await api.setState(state).catch((error) => showError(() => sentenceOf(error)));
    if (!picker.entries.some(({ name }) => name === state.model) && api.page.model().name !== state.model) {
      showError(() => texts.share.ownModel(state.model));
    }
  }

  /**
   * @param {string} name of a model of the site
   * @throws why it is not in force
   */
  async loadByName(name) {
    const { picker, texts, fetchModel, api } = this.page;
    await api.ready;
    const entry = picker.entries.find((known) => known.name === name);
    if (!entry) {
      throw new TypeError(
        texts.embed.badValue("model", name.slice(0, 40), picker.entries.map((known) => known.name).join(", ")),
      );
    }
    await fetchModel(entry.url, entry.name);
  }
}

/**
 * The address of a model's file that lies on this page's own origin; nothing else is fetched because an address says so.
 * @param {string} text
 */
function fileOnThisOrigin(text) {
  if (!/\.(npz|onnx)$/i.test(text) || !URL.canParse(text, document.baseURI)) {
    return null;
  }
  const url = new URL(text, document.baseURI);
  return url.origin === new URL(document.baseURI).origin ? url : null;
}
