/**
 * The page: makes its parts, hands them to each other whole, and starts Python. The way of a pixel:
 *
 * Pad → InputReader → PythonClient → InputReader → View → Diagram, Prediction, Inspector, panels
 */

import { checkState, PublicApi } from "../embed/public-api.js";
import { sentenceOf } from "../i18n/error-text.js";
import { setLanguage, texts } from "../i18n/language.js";
import { Pad } from "../input/pad.js";
import { PadControls } from "../input/pad-controls.js";
import { PictureInput } from "../input/picture-input.js";
import { SampleButtons } from "../input/sample-buttons.js";
import { Deferred } from "../lib/deferred.js";
import { ModelLoader } from "../models/model-loader.js";
import { ModelPicker } from "../models/model-picker.js";
import { ModelWeights } from "../models/model-weights.js";
import { keepForOffline, keptState } from "../offline/release-updates.js";
import { PythonClient } from "../python/client.js";
import { SaveMenu } from "../save/save-menu.js";
import { ShareButton } from "../share/share-button.js";
import { handover, home, releaseUrl } from "../site-files.js";
import { byId } from "../ui/dom.js";
import { startHelp } from "../ui/help-dialog.js";
import { startLanguage } from "../ui/language-picker.js";
import { loadLaterStyles } from "../ui/later-styles.js";
import { startMoreMenu } from "../ui/more-menu.js";
import { orderAsSeen } from "../ui/phone-order.js";
import { StatusBar } from "../ui/status-bar.js";
import { startTheme } from "../ui/theme-button.js";
import { InputReader } from "../view/input-reader.js";
import { View } from "../view/view.js";
import { AppControl } from "./app-control.js";
import { fetchedBuild } from "./fetched-build.js";
import { FirstPaint } from "./first-paint.js";
import { whenUsed } from "./first-use.js";
import { applyHandover } from "./handover.js";
import { keepDrawing, keptDrawing } from "./kept-drawing.js";
import { listenToKeys } from "./keyboard.js";
import { UrlOpener } from "./open-from-url.js";
import { Opening } from "./opening.js";
import { PythonListener } from "./python-listener.js";

/** @import { Panels } from "../panels/panels.js" */
/** @import { EarlyWorker } from "../protocol/build-info.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { Handover } from "../protocol/page-state.js" */

const LATE = 1500; // milliseconds; if Python takes longer, the panels do not wait for it

/**
 * What early-start.js has begun.
 * @typedef {object} EarlyStart
 * @property {Promise<Response>} buildResponse the host's response for build.json
 * @property {Promise<any>} build its contents
 * @property {EarlyWorker | null} earlyWorker
 */

export class App {
  /** @param {EarlyStart} early */
  constructor(early) {
    this.early = early;
    this.ready = new Deferred(); // the first reading is shown, and everything has been loaded
    this.status = new StatusBar();
    this.status.show(() => texts.status.starting);
    this.pad = new Pad();
    this.samples = new SampleButtons(this.pad, releaseUrl("samples/digits.json"), this.status);
    this.controls = new PadControls(this.pad, this.samples);
    this.listener = new PythonListener(this);
    this.python = new PythonClient(home, this.listener, early.earlyWorker);
    this.view = new View(this.pad, this.python, this.status);
    this.reader = new InputReader(this.pad, this.python, this.view, this.status);
    this.pictures = new PictureInput(this.pad, this.samples, this.python, this.status);
    this.models = new ModelLoader(this, this.ready.promise);
    this.weights = new ModelWeights(this);
    this.picker = new ModelPicker(
      this.models,
      this.pictures,
      (file) => this.openInPanel("code", file),
      (file) => this.openInPanel("train", file),
      () => this.openExportLines(),
    );
    this.save = new SaveMenu(this.view, this.reader, this.status);
    this.control = new AppControl(this);
    this.api = new PublicApi(this.control, this.ready.promise);
    this.api.reportOn(this.view, this.status);
    this.share = new ShareButton(this);
    this.opener = new UrlOpener(this);
    this.opening = new Opening(this.pad, this.view);
    this.firstPaint = new FirstPaint(this);
    const { pictures, controls, samples, weights, picker, models, save, share, pad, opening } = this;
    this.view.panels.push(pictures, controls, samples, weights, picker, models.notice, save, share, pad.pen, opening);
    /** @type {Promise<Panels | null> | null} */
    this.panels = null;
  }

  /** Request everything that the start needs at once. */
  async start() {
    const given = handover();
    startTheme(byId("theme"), this.opener.parameters.theme);
    startLanguage(
      { select: byId("language"), code: byId("language-code") },
      (code) => this.localise(code),
      given?.lang ?? null,
    );
    startHelp(
      {
        dialog: byId("help"),
        open: byId("help-open"),
        close: byId("help-close"),
        tour: byId("help-tour"),
        documentation: /** @type {HTMLAnchorElement} */ (byId("help-documentation")),
        about: byId("about-open"),
      },
      { tour: () => this.loadPanels().then((panels) => panels?.tour.begin()), about: () => this.openAbout() },
    );
    orderAsSeen(this.view.diagram.narrow);
    startMoreMenu({ button: byId("more"), menu: byId("more-controls") });
    listenToKeys(this.controls, this.view);
    const opened = this.opener.beforeBoot(given?.model ? null : keptDrawing(this.opener.asksForInput));
    keepDrawing(() => this.drawnState());
    await opened;
    this.resume(given);
    this.listener.wait();
    try {
      this.boot(await fetchedBuild(this.early));
    } catch (error) {
      this.listener.stopWaiting();
      this.status.showFatalError(() => texts.errors.build(sentenceOf(error)));
    }
  }

  /** @param {any} build the contents of build.json */
  boot(build) {
    this.models.entries = build.models;
    this.picker.list();
    const entry = this.opener.firstModel(build.defaultModel);
    const source = { ...this.models.sourceOf(entry), isBuiltIn: entry.name === build.defaultModel };
    if (this.opener.waitsForUse) {
      this.listener.stopWaiting();
      this.status.show(() => texts.status.unused);
      whenUsed(() => this.python.boot(build, source));
    } else {
      this.python.boot(build, source);
    }
    this.firstPaint
      .show(build.example)
      .catch((error) => this.status.showError(() => texts.errors.build(sentenceOf(error))));
    setTimeout(() => this.loadPanels(), LATE);
  }

  /**
   * Python is up, for the first time or again.
   * @param {Model} model that it has loaded
   */
  async begin(model) {
    this.firstPaint.pythonIsUp();
    const reading = this.reader.read(); // Python works on it while the diagram is made
    this.view.showModel(model);
    await reading;
    await this.loadPanels();
    await this.opener.afterFirstReading();
  }

  /**
   * Continue with what was drawn before an update, or with what a single file was given; then prepare the page for use
   * without a network.
   * @param {Handover | null} given
   */
  async resume(given) {
    const kept = keptState(checkState);
    this.opener.isOpened ||= given !== null;
    if (kept) {
      this.pad.showStrokes(kept.strokes);
    }
    await this.ready.promise;
    try {
      if (given) {
        await applyHandover(given, this);
      }
      if (kept) {
        const { strokes } = this.pad.drawing; // more may have been drawn meanwhile
        await this.api.setState({ ...kept, strokes });
      }
    } catch (error) {
      this.status.showError(() => sentenceOf(error));
    }
    const parts = { notice: byId("release"), update: byId("update"), later: byId("later") };
    keepForOffline(parts, () => this.api.getState());
  }

  /**
   * Load the panels, once. If that fails an error is shown, the page works without them, and it can be tried again.
   * @returns {Promise<Panels | null>}
   */
  loadPanels() {
    this.panels ??= Promise.all([import("../panels/panels.js"), loadLaterStyles()])
      .then(([{ Panels }]) => new Panels(this))
      .catch((error) => {
        this.panels = null;
        this.status.showError(() => texts.errors.build(sentenceOf(error)));
        return null;
      });
    return this.panels;
  }

  /**
   * @param {"code" | "train"} panel
   * @param {File} file that was dropped on the page
   */
  async openInPanel(panel, file) {
    try {
      await (await this.loadPanels())?.[panel].openFile(file);
    } catch (error) {
      this.status.showError(() => sentenceOf(error));
    }
  }

  async openAbout() {
    try {
      const [{ openAbout, loadTexts }] = await Promise.all([import("../share/about-dialog.js"), loadLaterStyles()]);
      await loadTexts();
      openAbout(await this.early.build);
    } catch (error) {
      this.status.showError(() => texts.errors.build(sentenceOf(error)));
    }
  }

  async openExportLines() {
    try {
      const [{ openExportLines, loadTexts }] = await Promise.all([
        import("../share/export-lines-dialog.js"),
        loadLaterStyles(),
      ]);
      await loadTexts();
      openExportLines(() => this.picker.chooseFiles());
    } catch (error) {
      this.status.showError(() => texts.errors.build(sentenceOf(error)));
    }
  }

  /** The state that is worth keeping for a reload; null as long as nobody has drawn. */
  drawnState() {
    const { drawing, isExample } = this.pad;
    const state = this.api.getState();
    if (!state.image && drawing.isEmpty && this.opener.picture) {
      state.image = this.opener.picture; // it was restored, and waits for Python
    }
    const isTouched = state.image || state.weights || drawing.canUndo || drawing.canRedo || this.opener.isRestored;
    return isTouched && !isExample ? state : null;
  }

  /**
   * Show every text in another language.
   * @param {string} code
   */
  async localise(code) {
    try {
      if (await setLanguage(code)) {
        this.status.localise();
        this.view.localise();
      }
    } catch (error) {
      this.status.showError(() => texts.errors.build(sentenceOf(error)));
    }
  }
}
