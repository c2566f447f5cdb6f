/**
 * The page. This file knows all the others, but for the panels, which panels.js puts together later; here is the way of a
 * pixel:
 *
 * pad → reader → Python → reading → diagram, answer, inspector, panels
 */

import { actionsOn } from "./app/actions.js";
import { listenToControls } from "./app/controls.js";
import { FirstPaint } from "./app/first-paint.js";
import { Bringing } from "./app/imports.js";
import { keepDrawing, keptDrawing } from "./app/kept-drawing.js";
import { take } from "./app/notebook-handover.js";
import { UrlOpener } from "./app/open-from-url.js";
import { offers } from "./app/page-state.js";
import { pythonListeners } from "./app/python-status.js";
import { Diagram } from "./diagram/diagram.js";
import { Inspector } from "./diagram/inspector.js";
import { answer, build, firstWorker } from "./early-start.js";
import { PublicApi } from "./embed/public-api.js";
import { sentenceOf } from "./i18n/error-text.js";
import { setLanguage, texts } from "./i18n/language.js";
import { Pad } from "./input/pad.js";
import { InputReader } from "./input/reader.js";
import { SampleButtons } from "./input/sample-buttons.js";
import { Deferred } from "./lib/deferred.js";
import { ModelLoader } from "./models/model-loader.js";
import { ModelPicker } from "./models/model-picker.js";
import { keepForOffline, keptState } from "./offline/release-updates.js";
import { Prediction } from "./prediction/prediction.js";
import { probabilitiesOf } from "./protocol/stages.js";
import { PythonClient } from "./python/client.js";
import { linkTo } from "./share/link.js";
import { handedOver, home, inRelease } from "./site-files.js";
import { Alert } from "./ui/alert.js";
import { startHelp } from "./ui/help-dialog.js";
import { startLanguage } from "./ui/language-picker.js";
import { LiveRegion } from "./ui/live-region.js";
import { showScrollFade } from "./ui/scroll-fade.js";
import { StatusBar } from "./ui/status-bar.js";
import { startTheme } from "./ui/theme-button.js";
import { ViewState } from "./view/view-state.js";

/** @import { Panels } from "./panels/panels.js" */
/** @import { Model, Reading } from "./protocol/messages.js" */
/** @import { Given } from "./protocol/page-state.js" */
/** @import { Source } from "./python/side-model.js" */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
const part = (id) => /** @type {T} */ (document.getElementById(id));

const LATE = 1500; // milliseconds; where Python takes longer than that, the panels do not wait for it

class Page {
  constructor() {
    /** @type {Source | null} the model to begin with */
    this.firstModel = null;
    /** @type {Panels | null} once they are loaded */
    this.panels = null;
    /** @type {Promise<void> | null} their way here */
    this.panelsComing = null;
    const alert = new Alert({
      box: part("alert"),
      text: part("alert-text"),
      action: part("alert-action"),
      close: part("alert-close"),
    });
    this.report = new StatusBar(part("status"), alert, (sentence) => this.api.emit("error", sentence));
    this.report.say(() => texts.status.starting);
    this.penWords = new LiveRegion(part("pad-live"));
    this.pad = new Pad(
      part("pad"),
      part("pad-canvas"),
      part("pad-cursor"),
      ({ time }) => this.inkChanged(time),
      (isDown) => this.penWords.tell(isDown ? texts.pad.penDown : texts.pad.penUp),
    );
    this.samples = new SampleButtons(part("samples"), this.pad, inRelease("samples/digits.json"), {
      label: (digit) => texts.pad.sample(digit),
      onError: (error) => this.report.showError(() => texts.errors.build(sentenceOf(error))),
    });
    this.reader = new InputReader(this.pad, (reading) => this.take(reading));
    this.answer = new Prediction(
      { digit: part("prediction"), sure: part("sure"), bars: part("bars"), announcer: part("announcer") },
      texts,
    );
    this.diagram = new Diagram(part("diagram"), texts, (name) => this.screen.toggleStage(name));
    this.inspector = new Inspector(
      {
        section: part("inspector"),
        title: part("inspector-title"),
        text: part("inspector-text"),
        legend: part("inspector-legend"),
        maps: part("inspector-maps"),
        close: part("inspector-close"),
      },
      texts,
      () => this.screen.toggleStage(this.screen.openStage),
    );
    /** @type {ViewState} */
    this.screen = new ViewState({
      texts,
      diagram: this.diagram,
      inspector: this.inspector,
      answer: this.answer,
      isEmpty: () => this.pad.drawing.isEmpty && !this.reader.image,
      onModel: (model) => this.picker.show(model.name, model.title),
      reveal: () => this.panels?.sections.choose("cell"),
      onStage: () => this.panels?.stageChanged(),
    });
    this.picker = new ModelPicker({ select: part("model-picker"), file: part("model-file") }, texts, {
      onEntry: ({ url, name }) => this.loading.fetchModel(url, name).catch(() => {}), // it has said what is wrong
      onModel: (own) => this.bringing.bringModel(own),
      onPicture: (file) => this.bringing.image.take(file),
      onError: (sentence) => this.report.showError(sentence),
    });
    this.ready = new Deferred(); // all of the page is there
    this.loading = new ModelLoader(home, {
      texts,
      report: this.report,
      isReady: this.ready.reached,
      python: () => this.reader.python,
      asModel: (own) => this.bringing.asModel(own),
      show: async (model) => {
        this.screen.showModel(model);
        await this.bringing.modelChanged();
        await this.read();
        this.api.emit("modelchange", model);
      },
      withdraw: () => this.screen.withdraw(),
      firstModel: () => /** @type {Source} */ (this.firstModel),
    });
    /** @type {PublicApi} */
    this.api = new PublicApi(this.offers(), this.ready.reached);
    /** @type {Bringing} */
    this.bringing = new Bringing({
      part,
      texts,
      pad: this.pad,
      reader: this.reader,
      model: () => this.screen.model,
      shown: () => this.screen.shown,
      state: () => this.api.getState(),
      stopSamples: () => this.samples.stop(),
      read: () => this.read(),
      loadOwn: (own) => this.loading.loadOwn(own),
      samples: () => this.samples.samples,
      showError: (sentence) => this.report.showError(sentence),
    });
    this.actions = actionsOn(this);
    this.anywhere = new UrlOpener({
      part,
      texts,
      api: this.api,
      pad: this.pad,
      samples: this.samples,
      picker: this.picker,
      fetchModel: (url, name) => this.loading.fetchModel(url, name),
      loadModel: (bytes, name) => this.loading.loadModel(bytes, name),
      showError: (sentence) => this.report.showError(sentence),
      announce: (sentence) => this.answer.announce(sentence),
      setPlacement: (centre) => this.setPlacement(centre),
      setBrush: (size) => this.setBrush(size),
      showLevels: (levels) => this.bringing.showLevels(levels),
      bringKept: () => this.bringing.bringKept(),
    });
    this.firstPaint = new FirstPaint({
      isOpened: () => this.anywhere.isOpened || this.anywhere.isTakenBack,
      pad: this.pad,
      samples: this.samples,
      screen: this.screen,
      read: () => this.read(),
    });
  }

  /** @returns {import("./panels/panels.js").Page["context"]} */
  context() {
    return {
      texts,
      pad: this.pad,
      diagram: this.diagram,
      python: () => this.reader.python,
      model: () => this.screen.model,
      shown: () => this.screen.shown,
      centre: () => this.reader.centre,
      ask: async (question, given) => {
        const answer = this.reader.python?.isUp ? await this.reader.python.ask(question, given) : null;
        return answer?.serial === this.screen.shown?.serial ? answer : null;
      },
      read: () => this.read(),
      showStrokes: (strokes) => this.pad.showStrokes(strokes),
      ink: (strokes) => this.reader.ink(strokes),
      modelSource: () => this.reader.python?.model ?? this.firstModel,
      stopSamples: () => this.samples.stop(),
      showError: (sentence) => this.report.showError(sentence),
      announce: (sentence) => this.answer.announce(sentence),
    };
  }

  offers() {
    return offers({
      pad: this.pad,
      reader: this.reader,
      picker: this.picker,
      panels: this.screen.panels,
      model: () => /** @type {Model} */ (this.screen.model),
      stopSamples: () => this.samples.stop(),
      setPlacement: (centre) => this.setPlacement(centre),
      setBrush: (size) => this.setBrush(size),
      link: linkTo,
      showImage: (levels) => this.bringing.showLevels(levels),
      showError: (sentence) => this.report.showError(sentence),
      openStage: () => this.screen.openStage,
      toggleStage: (name) => this.screen.toggleStage(name),
      fetchModel: (url, name) => this.loading.fetchModel(url, name),
      loadModel: (bytes, name) => this.loading.loadModel(bytes, name),
    });
  }

  /** Everything that is asked for at the start is asked for at once. */
  async start() {
    startTheme(part("theme"), this.anywhere.parameters.theme);
    startLanguage({ select: part("language"), code: part("language-code") }, (code) => this.localise(code));
    showScrollFade(part("diagram"));
    startHelp(
      { dialog: part("help"), open: part("help-open"), close: part("help-close"), tour: part("help-tour") },
      () => this.lookInside().then(() => this.panels?.tour.begin()),
    );
    listenToControls(part, this.actions);
    const given = handedOver();
    const arrived = this.anywhere.arrive(given ? null : keptDrawing(this.anywhere.isAsked));
    keepDrawing(() => this.drawnState());
    await arrived;
    this.goOn(given);
    try {
      const { ok, status } = await answer;
      if (!ok) {
        throw new Error(texts.errors.notFound("build.json", status));
      }
      const description = await build;
      this.picker.list(description.models);
      this.startPython(description);
      this.firstPaint
        .show(description.example)
        .catch((error) => this.report.showError(() => texts.errors.build(sentenceOf(error))));
      setTimeout(() => this.lookInside(), LATE);
    } catch (error) {
      this.report.fail(() => texts.errors.build(sentenceOf(error)));
    }
  }

  /** @param {any} build what build.json says */
  startPython(build) {
    const { url, name } = this.anywhere.firstModel(build.models, build.defaultModel);
    this.firstModel = { fetch: () => this.loading.fetch(url), name };
    const model = name === build.defaultModel ? null : this.firstModel;
    this.reader.python = new PythonClient(build, home, model, this.life(), firstWorker);
    this.reader.python.start();
  }

  life() {
    return pythonListeners({
      texts,
      report: this.report,
      begin: async (model) => {
        this.firstPaint.pythonIsUp();
        const reading = this.read(); // Python is at it while the diagram is made
        this.screen.showModel(model);
        await reading;
        await this.lookInside();
        await this.anywhere.settle();
      },
      becomeReady: () => {
        this.ready.reach();
        this.api.emit("ready");
      },
      restart: () => this.reader.python?.restart(),
    });
  }

  /**
   * Go on with what was drawn before an update, or with what a notebook hands over; once all is read, see that the page
   * works without a network.
   * @param {Given | null} given
   */
  async goOn(given) {
    const kept = keptState();
    this.anywhere.isOpened ||= given !== null;
    if (kept) {
      this.pad.showStrokes(kept.strokes);
    }
    await this.ready.reached;
    if (given) {
      const { api, reader } = this;
      await take(given, { api, reader, read: () => this.read() }).catch((error) =>
        this.report.showError(() => sentenceOf(error)),
      );
    }
    if (kept) {
      const { strokes } = this.pad.drawing; // more may have been drawn meanwhile
      await this.api.setState({ ...kept, strokes }).catch((error) => this.report.showError(() => sentenceOf(error)));
    }
    const parts = { notice: part("release"), update: part("update"), later: part("later") };
    keepForOffline(parts, () => this.api.getState());
  }

  /** Load the panels, once. Where they cannot be loaded it is said, and the page reads on without them. */
  lookInside() {
    this.panelsComing ??= this.loadPanels().catch((error) =>
      this.report.showError(() => texts.errors.build(sentenceOf(error))),
    );
    return this.panelsComing;
  }

  async loadPanels() {
    const { Panels } = await import("./panels/panels.js");
    this.panels = new Panels({
      part,
      context: this.context(),
      screen: this.screen,
      inspector: this.inspector,
      site: { entries: () => this.picker.entries, fetch: ({ url }) => this.loading.fetch(url) },
      drawSample: (digit) => this.actions.digit(digit),
    });
    this.screen.takeIn(this.panels.all);
  }

  /** @param {number} time of the event */
  inkChanged(time) {
    this.screen.inputTime ||= time;
    const { drawing, isExample } = this.pad;
    part("undo").toggleAttribute("disabled", !drawing.canUndo);
    part("redo").toggleAttribute("disabled", !drawing.canRedo);
    this.bringing.inkChanged();
    part("clear").toggleAttribute("disabled", drawing.isEmpty && !isExample && !this.reader.image);
    part("pad-hint").hidden = !drawing.isEmpty || this.reader.image !== null;
    for (const panel of this.screen.panels) {
      panel.inkChanged?.();
    }
    if (!this.reader.python?.isUp && !isExample) {
      this.screen.forget();
    }
    this.read();
  }

  /** Read the drawing if Python is up; what is wrong is said on the page. */
  async read() {
    try {
      await (this.reader.python?.worker && this.reader.read());
    } catch (error) {
      if (this.reader.python?.isUp) {
        this.report.showError(() => texts.errors.reading(sentenceOf(error)));
      }
    }
  }

  /** @param {Reading} reading */
  take(reading) {
    const { model } = this.screen;
    if (!model) {
      return; // it is of a model that could not be shown
    }
    this.screen.show({ ...reading, probabilities: probabilitiesOf(reading, model) });
    this.report.say(() => texts.status.read(reading.milliseconds));
    this.api.tell(reading, model);
  }

  /** @param {boolean} centre */
  setPlacement(centre) {
    this.reader.centre = centre;
    const value = centre ? "centred" : "as-drawn";
    const radio = document.querySelector(`input[name=placement][value=${value}]`);
    /** @type {HTMLInputElement} */ (radio).checked = true;
  }

  /** @param {number} size pad units */
  setBrush(size) {
    /** @type {HTMLInputElement} */ (part("brush")).value = String(size);
    this.pad.setBrush(size);
  }

  /** The state that is worth keeping; null as long as nobody has drawn. */
  drawnState() {
    const { drawing, isExample } = this.pad;
    const state = this.api.getState();
    if (!state.image && drawing.isEmpty && this.anywhere.picture) {
      state.image = this.anywhere.picture; // it was taken back, and waits for Python
    }
    const isTouched = state.image || drawing.canUndo || drawing.canRedo || this.anywhere.isTakenBack;
    return isTouched && !isExample ? state : null;
  }

  /**
   * Say everything in another language, in place.
   * @param {string} code
   */
  async localise(code) {
    try {
      if (!(await setLanguage(code))) {
        return;
      }
    } catch (error) {
      this.report.showError(() => texts.errors.build(sentenceOf(error)));
      return;
    }
    const { report, samples, penWords, picker, screen, bringing } = this;
    for (const spoken of [report, samples, penWords, picker, screen, bringing]) {
      spoken.localise();
    }
  }
}

const page = new Page();
/** @type {any} */ (window).glasscnn = page.api;
setTimeout(() => page.start()); // in a task of its own: none keeps the page from answering for long
