/**
 * Opens what the URL asks for: a link's state in its fragment, and its query parameters; or what a single file was given in
 * their place. And connects the page with the page that embeds it.
 */

import { EmbedMessages } from "../embed/messages.js";
import { untilClicked } from "../embed/poster.js";
import { checkState } from "../embed/public-api.js";
import { readParameters } from "../embed/url-parameters.js";
import { fitBox, leaveOutArticle, makeReadonly, namesOfParts, showOnly } from "../embed/visible-parts.js";
import { sentenceOf } from "../i18n/error-text.js";
import { LANGUAGES, texts } from "../i18n/language.js";
import { isLink, LinkError, stateOf } from "../share/link.js";
import { handover } from "../site-files.js";

/** @import { Entry } from "../models/model-loader.js" */
/** @import { Handover, State } from "../protocol/page-state.js" */
/** @import { App } from "./app.js" */
/** @import { KeptDrawing } from "./kept-drawing.js" */

const ON_POSTER = 3; // the sample that is the page's example, too
const IN_A_BOX = ["pad", "bars", "diagram"]; // the parts in a frame of a given size, unless the URL names others

export class UrlOpener {
  /** @param {App} app */
  constructor({ api, control, pad, samples, models, controls, pictures, status }) {
    this.api = api;
    this.control = control;
    this.pad = pad;
    this.samples = samples;
    this.models = models;
    this.controls = controls;
    this.pictures = pictures;
    this.status = status;
    this.given = handover();
    this.parameters = readParameters(this.given?.state ? searchOf(this.given) : location.search, {
      texts: texts.embed,
      languages: Object.keys(LANGUAGES),
      parts: namesOfParts(),
    });
    /** @type {(() => string)[]} what the URL asks for and cannot have */
    this.warnings = this.parameters.warnings;
    /** @type {State | null} the link's */
    this.linked = null;
    /** Whether the URL says what is on the pad, so that no example is shown there. */
    this.isOpened = this.hasLink;
    this.hasFinished = false;
    /** Whether the tab's last drawing has been restored, so that no example is shown, even on a pad that was cleared. */
    this.isRestored = false;
    /** @type {number[] | null} the picture that was on the pad then, until there is a model that reads it */
    this.picture = null;
    /** @type {KeptDrawing | null} with changed weights, until there is a model whose weights they are */
    this.kept = null;
    /** @type {URL | null} the model file that the URL names */
    this.file = null;
    this.messages = new EmbedMessages(api, models, this.parameters.origins);
    addEventListener("hashchange", () => this.openLink());
  }

  /** Whether the URL has a link's state, or a single file was given one. */
  get hasLink() {
    return isLink(location.hash) || this.given?.state !== undefined;
  }

  /** Whether Python is loaded only when somebody draws or points: until then there is only an example to see. */
  get waitsForUse() {
    return this.parameters.autoload === "draw" && !this.asksForInput && !this.isRestored;
  }

  /** Whether the URL says what is on the pad. */
  get asksForInput() {
    const { strokes, digit } = this.parameters;
    return this.hasLink || strokes !== null || digit !== null;
  }

  /**
   * Before anything is loaded: show what the URL asks for, and wait for a click if it wants one.
   * @param {KeptDrawing | null} kept the tab's last drawing, which replaces that of the URL
   */
  async beforeBoot(kept) {
    const { readonly, autoload, fitsBox } = this.parameters;
    const view = this.parameters.view ?? (fitsBox ? IN_A_BOX : null);
    if (view) {
      showOnly(view);
    } else if (parent !== window) {
      leaveOutArticle();
    }
    if (fitsBox) {
      fitBox();
    }
    if (readonly) {
      makeReadonly();
    }
    this.linked = this.readLink();
    if (kept) {
      this.restore(kept);
    }
    const drawn = kept ? null : await this.wantedStrokes();
    if (autoload === "click") {
      const sample = await this.samples.find(ON_POSTER);
      await untilClicked(kept?.strokes ?? drawn ?? sample?.strokes ?? []);
    }
    if (drawn) {
      this.isOpened = true;
      this.pad.setStrokes(drawn);
    }
  }

  /** The strokes that the URL asks for; null if it asks for none. */
  async wantedStrokes() {
    const { strokes, digit } = this.parameters;
    const sample = digit === null ? undefined : await this.samples.find(digit);
    return this.linked?.strokes ?? strokes ?? sample?.strokes ?? null;
  }

  /** @param {KeptDrawing} kept */
  restore(kept) {
    this.isRestored = true;
    this.isOpened = this.asksForInput;
    this.linked &&= { ...this.linked, image: undefined, ...kept };
    this.picture = kept.image ?? null;
    this.kept = kept.weights && !this.linked ? kept : null;
    this.controls.set(kept);
    if (kept.strokes.length > 0) {
      this.pad.setStrokes(kept.strokes);
    }
  }

  /**
   * The model to start with.
   * @param {string} defaultModel its name
   * @returns {Entry}
   */
  firstModel(defaultModel) {
    const { entries } = this.models;
    const wanted = this.linked?.model ?? this.kept?.model ?? this.parameters.model;
    const entry = wanted ? this.models.find(wanted) : undefined;
    this.file = !entry && !this.linked && wanted ? fileOnThisOrigin(wanted) : null;
    if (wanted && !entry && !this.file) {
      const names = entries.map(({ name }) => name).join(", ");
      const isLinked = this.linked !== null;
      this.warnings.push(() =>
        isLinked ? texts.share.ownModel(wanted) : texts.embed.badValue("model", wanted, names),
      );
    }
    return entry ?? /** @type {Entry} */ (this.models.find(defaultModel));
  }

  /** Python is up, and has read what is on the pad: open the rest of what the URL asks for. */
  async afterFirstReading() {
    const { linked, picture, kept, file, hasFinished } = this;
    const { stage, exercise, view } = this.parameters;
    this.linked = this.picture = this.kept = this.file = null;
    this.hasFinished = true;
    try {
      if (linked) {
        await this.control.setState({ ...linked, strokes: this.api.getState().strokes });
      } else if (picture && this.pad.drawing.isEmpty) {
        this.pictures.showLevels(picture);
      }
      if (kept) {
        await this.control.setPanelStates({ ...this.api.getState(), ...kept });
      }
      if (!linked && stage) {
        await this.openStage(stage);
      }
      if (!linked && (exercise || view?.includes("code"))) {
        await this.openCode(exercise);
      }
    } catch (error) {
      this.warnings.push(() => sentenceOf(error));
    }
    this.parameters.stage = this.parameters.exercise = null;
    if (!hasFinished) {
      this.loadOwnModel(file);
    }
    this.showWarnings();
  }

  /** Show, once, what the URL asks for and cannot have. */
  showWarnings() {
    const warnings = this.warnings.splice(0);
    if (warnings.length > 0) {
      this.status.showError(() => warnings.map((sentence) => sentence()).join(" "));
    }
  }

  /**
   * Once the page is ready, load the model file that the URL names, or the person's own one of an earlier visit.
   * @param {URL | null} file
   */
  async loadOwnModel(file) {
    await this.api.ready;
    if (file) {
      await this.models.loadFromUrl(file);
    } else if (!this.isOpened && !this.parameters.model) {
      await this.models.loadKept();
    }
  }

  /** @param {string} stage */
  async openStage(stage) {
    const names = this.control.model().stages.map(({ name }) => name);
    if (names.includes(stage)) {
      await this.control.setState({ ...this.api.getState(), stage });
    } else {
      this.warnings.push(() => texts.embed.badValue("stage", stage.slice(0, 40), names.join(", ")));
    }
  }

  /**
   * Open the panel "Code".
   * @param {string | null} exercise
   */
  async openCode(exercise) {
    const state = { ...this.api.getState(), section: "code", ...(exercise && { code: { exercise } }) };
    await this.control.setPanelStates(/** @type {State} */ (state));
  }

  /**
   * The state in the URL's fragment, or that which the file was given; an error in it is shown, and the pad stays empty.
   * @returns {State | null}
   */
  readLink() {
    const { given } = this;
    try {
      if (isLink(location.hash)) {
        return stateOf(location.hash);
      }
      return given?.state && !given.model ? checkState(given.state) : null; // with its own model: handover.js
    } catch (error) {
      const { refused } = texts.share;
      this.warnings.push(() => (error instanceof LinkError ? refused[error.reason] : sentenceOf(error)));
      return null;
    }
  }

  /** Another link has been opened in this window. */
  async openLink() {
    if (!isLink(location.hash)) {
      return;
    }
    const { api, status, pad, models } = this;
    await api.ready;
    const state = this.readLink();
    if (!state) {
      pad.clear();
      this.showWarnings();
      return;
    }
    await api.setState(state).catch((error) => status.showError(() => sentenceOf(error)));
    if (!models.find(state.model) && this.control.model().name !== state.model) {
      status.showError(() => texts.share.ownModel(state.model));
    }
  }
}

/**
 * The URL of a model file on this page's own origin; nothing else is fetched because a URL says so.
 * @param {string} text
 */
function fileOnThisOrigin(text) {
  if (!/\.(npz|onnx|zip)$/i.test(text) || !URL.canParse(text, document.baseURI)) {
    return null;
  }
  const url = new URL(text, document.baseURI);
  return url.origin === new URL(document.baseURI).origin ? url : null;
}

/**
 * The settings that a single file was given, as the parameters of a URL.
 * @param {Handover} given
 */
function searchOf({ lang, theme, view }) {
  const parameters = { ...(lang && { lang }), ...(theme && { theme }), ...(view && { view: view.join(",") }) };
  return `?${new URLSearchParams(parameters)}`;
}
