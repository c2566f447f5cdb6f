/**
 * The page. This file alone knows all the others; here is the way of a pixel:
 *
 * pad → reader → Python → reading → diagram, answer, inspector, panels
 */

import { Alert, sentenceOf } from "./alert.js";
import { Answer } from "./answer/answer.js";
import { Anywhere } from "./anywhere.js";
import { Api, replyOf } from "./api.js";
import { answer, build, firstWorker } from "./beginning.js";
import { Bringing } from "./bringing.js";
import { Compare } from "./compare/compare.js";
import { listenToControls } from "./controls.js";
import { EvidenceSection } from "./evidence/evidence.js";
import { fetchExample, play } from "./example.js";
import { handedOver, home, inRelease } from "./files.js";
import { take } from "./given.js";
import { startHelp } from "./help.js";
import { startLanguage } from "./language-picker.js";
import { Look } from "./look/look.js";
import { fetchBytes, ModelPicker } from "./models.js";
import { showMore } from "./more.js";
import { Diagram } from "./network/diagram.js";
import { Inspector } from "./network/inspector.js";
import { keepForOffline, keptState } from "./offline.js";
import { OnceAFrame } from "./once-a-frame.js";
import { firstPoints } from "./pad/ink.js";
import { Pad } from "./pad/pad.js";
import { SampleButtons } from "./pad/sample-buttons.js";
import { Python } from "./python.js";
import { Reader } from "./reader.js";
import { Scales } from "./scales/scales.js";
import { Sections } from "./sections.js";
import { StageWords } from "./sentences/stage-words.js";
import { linkTo } from "./share/link.js";
import { offers } from "./state.js";
import { InkSteps } from "./steps/steps.js";
import { speak, texts } from "./texts/language.js";
import { nameStages } from "./texts/titles.js";
import { startTheme } from "./theme.js";
import { Time } from "./time/time.js";
import { Tour } from "./tour/tour.js";

/** @typedef {import("./worker/protocol.js").Model} Model */
/** @typedef {import("./worker/protocol.js").Reading} Reading */
/** @typedef {import("./panel.js").Panel} Panel */
/** @typedef {import("./panel.js").Shown} Shown */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
const part = (id) => /** @type {T} */ (document.getElementById(id));

class Page {
  constructor() {
    this.base = home;
    /** @type {string | null} */
    this.openStage = null;
    /** @type {Model | null} */
    this.model = null;
    /** @type {Shown | null} */
    this.shown = null;
    /** @type {import("./slot.js").Source | null} the model to begin with */
    this.firstModel = null;
    this.status = () => texts.status.starting;
    this.screen = new OnceAFrame(() => this.paintReading());
    this.inputTime = 0; // of the first pointer event that is not in a reading yet
    this.readInput = 0; // of the first one whose reading is not painted yet
    this.alert = new Alert({
      box: part("alert"),
      text: part("alert-text"),
      action: part("alert-action"),
      close: part("alert-close"),
    });
    this.pad = new Pad(part("pad"), part("pad-canvas"), part("pad-cursor"), ({ time }) => this.inkChanged(time));
    this.samples = new SampleButtons(part("samples"), this.pad, inRelease("samples/digits.json"), {
      label: (digit) => texts.pad.sample(digit),
      onError: (error) => this.complain(texts.errors.build(sentenceOf(error))),
    });
    this.reader = new Reader(this.pad, (reading) => this.take(reading));
    this.answer = new Answer(
      { digit: part("prediction"), sure: part("sure"), bars: part("bars"), announcer: part("announcer") },
      texts,
    );
    this.diagram = new Diagram(part("diagram"), texts, (name) => this.toggleStage(name));
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
      () => this.toggleStage(this.openStage),
    );
    this.look = new Look(
      this.lent(),
      this.inspector,
      {
        cell: part("cell"),
        live: part("look-live"),
        views: part("stage-views"),
        grip: part("inspector-grip"),
        elsewhere: [part("pad"), part("bars")],
      },
      { openStage: () => this.openStage, toggleStage: (name) => this.toggleStage(name) },
    );
    this.picker = new ModelPicker({ select: part("model-picker"), file: part("model-file") }, texts, {
      onEntry: ({ url, name }) => this.fetchModel(url, name),
      onFile: (bytes, name) => this.bringing.bringModel(bytes, name),
      onPicture: (file) => this.bringing.image.take(file),
      onError: (sentence) => this.complain(sentence),
    });
    const lent = this.lent();
    const inside = [
      new EvidenceSection(lent),
      new InkSteps(lent),
      new Time(lent, { slider: part("time"), play: part("time-play"), text: part("time-text") }),
      new Compare(lent, {
        entries: () => this.picker.entries,
        fetch: ({ url }) => fetchBytes(new URL(url, this.base).href, texts.errors.notFound),
      }),
    ];
    this.sections = new Sections({ tabs: part("section-tabs"), body: part("sections") }, texts, [
      { name: "cell", element: part("inspector") },
      ...inside,
    ]);
    this.scales = new Scales(lent, part("scales"), { inspector: this.inspector, repaint: () => this.screen.ask() });
    this.stageWords = new StageWords(this.lent(), part("inspector-text"), () => this.openStage);
    this.tour = new Tour(this.lent(), this.tourParts(), {
      onDrawing: (stage) => this.stageWords.onDrawing(stage),
      drawSample: (digit) => this.actions().digit(digit),
    });
    this.stageWords.onChange = () => this.tour.say();
    /** @type {Panel[]} */
    this.panels = [this.look, this.scales, this.sections, ...inside, this.stageWords, this.tour];
    /** @type {() => void} */
    this.becomeReady = () => {};
    /** @type {Promise<void>} */
    this.isReady = new Promise((resolve) => {
      this.becomeReady = resolve;
    });
    this.api = new Api(this.offers(), this.isReady);
    this.bringing = new Bringing({
      part,
      texts,
      pad: this.pad,
      reader: this.reader,
      model: () => this.model,
      shown: () => this.shown,
      state: () => this.api.getState(),
      stopSamples: () => this.samples.stop(),
      read: () => this.read(),
      loadModel: (bytes, name) => this.loadModel(bytes, name),
      complain: (sentence) => this.complain(sentence),
    });
    this.anywhere = new Anywhere({
      part,
      texts,
      api: this.api,
      pad: this.pad,
      samples: this.samples,
      picker: this.picker,
      fetchModel: (url, name) => this.fetchModel(url, name),
      loadModel: (bytes, name) => this.loadModel(bytes, name),
      complain: (sentence) => this.complain(sentence),
      announce: (sentence) => this.answer.announce(sentence),
      bringKept: () => this.bringing.bringKept(),
    });
  }

  /** @returns {import("./panel.js").Lent} */
  lent() {
    return {
      texts,
      pad: this.pad,
      diagram: this.diagram,
      python: () => this.reader.python,
      model: () => this.model,
      shown: () => this.shown,
      centre: () => this.reader.centre,
      ask: async (question, given) => {
        const answer = this.reader.python?.isUp ? await this.reader.python.ask(question, given) : null;
        return answer?.serial === this.shown?.serial ? answer : null;
      },
      read: () => this.read(),
      showStrokes: (strokes) => this.pad.showStrokes(strokes),
      ink: (strokes) => this.reader.ink(strokes),
      modelSource: () => this.reader.python?.model ?? this.firstModel,
      colours: () => this.scales.given,
      stopSamples: () => this.samples.stop(),
      complain: (sentence) => this.complain(sentence),
      announce: (sentence) => this.answer.announce(sentence),
      isOpen: (section) => this.sections?.open === section,
      openSection: (section) => this.sections.choose(section),
    };
  }

  /** @returns {import("./tour/tour.js").Parts} */
  tourParts() {
    return {
      card: part("tour"),
      ring: part("tour-ring"),
      count: part("tour-count"),
      title: part("tour-title"),
      text: part("tour-text"),
      facts: part("tour-facts"),
      draw: part("tour-draw"),
      back: part("tour-back"),
      next: part("tour-next"),
      leave: part("tour-leave"),
      start: part("tour-start"),
      answer: part("answer"),
    };
  }

  offers() {
    return offers({
      pad: this.pad,
      reader: this.reader,
      picker: this.picker,
      panels: this.panels,
      model: () => /** @type {Model} */ (this.model),
      stopSamples: () => this.samples.stop(),
      setPlacement: (centre) => this.setPlacement(centre),
      setBrush: (size) => {
        /** @type {HTMLInputElement} */ (part("brush")).value = String(size);
        this.pad.setBrush(size);
      },
      link: linkTo,
      showImage: (levels) => this.bringing.showLevels(levels),
      complain: (sentence) => this.complain(sentence),
      openStage: () => this.openStage,
      toggleStage: (name) => this.toggleStage(name),
      fetchModel: (url, name) => this.fetchModel(url, name),
      loadModel: (bytes, name) => this.loadModel(bytes, name),
    });
  }

  /** Everything that is asked for at the start is asked for at once. */
  async start() {
    startTheme(part("theme"), this.anywhere.parameters.theme);
    startLanguage({ select: part("language"), code: part("language-code") }, (code) => this.speak(code));
    showMore(part("diagram"));
    startHelp(
      { dialog: part("help"), open: part("help-open"), close: part("help-close"), tour: part("help-tour") },
      () => this.tour.begin(),
    );
    listenToControls(part, this.actions());
    await this.anywhere.arrive();
    this.goOn();
    try {
      const { ok, status } = await answer;
      if (!ok) {
        throw new Error(texts.errors.notFound("build.json", status));
      }
      const description = await build;
      this.picker.list(description.models);
      this.startPython(description);
      this.showExample(description.example).catch((error) => this.complain(texts.errors.build(sentenceOf(error))));
    } catch (error) {
      this.fail(texts.errors.build(sentenceOf(error)));
    }
  }

  /** @returns {import("./controls.js").Actions} */
  actions() {
    const change = (/** @type {() => void} */ act) => {
      this.samples.stop();
      act();
    };
    const clear = () =>
      change(() => {
        this.bringing.drop();
        this.pad.clear();
      });
    return {
      undo: () => change(() => this.pad.undo()),
      redo: () => change(() => this.pad.redo()),
      clear,
      escape: () => {
        if (this.panels.some((panel) => panel.escape?.())) {
          return;
        }
        if (this.openStage) {
          this.toggleStage(this.openStage);
        } else {
          clear();
        }
      },
      penDown: () => this.samples.stop(),
      brush: (size) => this.pad.setBrush(size),
      centre: (centre) => {
        this.reader.centre = centre;
        this.pad.changed();
      },
      digit: async (digit) => {
        const sample = await this.samples.find(digit);
        if (sample) {
          this.samples.start(sample);
        }
      },
    };
  }

  /** @param {any} build what build.json says */
  startPython(build) {
    const { url, name } = this.anywhere.firstModel(build.models, build.defaultModel);
    const fetchModel = () => fetchBytes(new URL(url, this.base).href, texts.errors.notFound);
    this.firstModel = { fetch: fetchModel, name };
    const model = name === build.defaultModel ? null : this.firstModel;
    this.reader.python = new Python(build, this.base, model, this.pythonListeners(), firstWorker);
    this.reader.python.start();
  }

  /** @returns {import("./python.js").Listeners} */
  pythonListeners() {
    return {
      onProgress: ({ phase, loaded, total }) => {
        this.say(() => (phase === "download" ? texts.status.download(loaded, total) : texts.status[phase]));
      },
      onReady: async (model) => {
        this.showModel(model);
        this.say(() => texts.status.ready);
        await this.read();
        await this.anywhere.settle();
        document.documentElement.dataset.state = "ready";
        this.becomeReady();
        this.api.emit("ready");
      },
      onDeath: (error, restarting) => {
        this.say(() => (restarting ? texts.status.restarting : texts.status.stopped));
        if (!restarting) {
          const { boot, death, memory } = texts.errors;
          const isMemory = /memory|allocation failed/i.test(`${error.name} ${error.message}`);
          const hasRun = document.documentElement.dataset.state === "ready";
          const sentence = isMemory ? memory : hasRun ? death(sentenceOf(error)) : boot(sentenceOf(error));
          this.fail(sentence, () => this.reader.python?.restart());
        }
      },
    };
  }

  /** Go on with what was drawn before an update, or with what a notebook hands over; once all is read, see that the page works without a network. */
  async goOn() {
    const kept = keptState();
    const given = handedOver();
    this.anywhere.isOpened ||= given !== null;
    if (kept) {
      this.pad.showStrokes(kept.strokes);
    }
    await this.isReady;
    if (given) {
      const { api, reader } = this;
      await take(given, { api, reader, read: () => this.read() }).catch((error) => this.complain(sentenceOf(error)));
    }
    if (kept) {
      const { strokes } = this.pad.drawing; // more may have been drawn meanwhile
      await this.api.setState({ ...kept, strokes }).catch((error) => this.complain(sentenceOf(error)));
    }
    const parts = { notice: part("release"), text: part("release-text"), update: part("update"), later: part("later") };
    keepForOffline(parts, texts.release, () => this.api.getState());
  }

  /** @param {{ data: string, frames: string }} urls */
  async showExample(urls) {
    const { example, frames } = await fetchExample({
      data: new URL(urls.data, this.base).href,
      frames: new URL(urls.frames, this.base).href,
    });
    const sample = await this.samples.find(example.digit);
    if (this.model || this.anywhere.isOpened || !this.pad.drawing.isEmpty || !sample) {
      return; // Python or the person was faster
    }
    this.showModel(example.model);
    play(frames, (frame) => {
      if (!this.pad.drawing.isEmpty && !this.pad.isExample) {
        return false;
      }
      this.pad.showExample(firstPoints(sample.strokes, frame.points));
      if (this.shown?.values) {
        this.read(); // Python is up: it reads what the example shows
      } else {
        this.show({ ...frame, serial: 0, values: null });
      }
      return true;
    });
  }

  /** @param {number} time of the event */
  inkChanged(time) {
    this.inputTime ||= time;
    const { drawing, isExample } = this.pad;
    part("undo").toggleAttribute("disabled", !drawing.canUndo);
    part("redo").toggleAttribute("disabled", !drawing.canRedo);
    this.bringing.inkChanged();
    part("clear").toggleAttribute("disabled", drawing.isEmpty && !isExample && !this.reader.image);
    part("pad-hint").hidden = !drawing.isEmpty || this.reader.image !== null;
    for (const panel of this.panels) {
      panel.inkChanged?.();
    }
    if (!this.reader.python?.isUp && !isExample) {
      this.screen.forget();
      this.shown = null;
      this.answer.wait();
      this.diagram.fade(true);
    }
    this.read();
  }

  /** Read the drawing if Python is up; what is wrong is said on the page. */
  async read() {
    try {
      await (this.reader.python?.worker && this.model && this.reader.read());
    } catch (error) {
      if (this.reader.python?.isUp) {
        this.complain(texts.errors.reading(sentenceOf(error)));
      }
    }
  }

  /** @param {Reading} reading */
  take(reading) {
    const reply = replyOf(reading, /** @type {Model} */ (this.model));
    this.show({ ...reading, probabilities: reply.probabilities });
    this.say(() => texts.status.read(reading.milliseconds));
    this.api.emit("prediction", reply);
  }

  /**
   * Put a reading on the screen.
   * @param {Shown} shown
   */
  show(shown) {
    this.shown = shown;
    this.readInput ||= this.inputTime;
    this.inputTime = 0;
    this.screen.ask();
  }

  paintReading() {
    this.paint();
    if (this.readInput) {
      performance.clearMeasures("pointer-to-paint"); // observers have had it; a long drawing must not pile them up
      performance.measure("pointer-to-paint", { start: this.readInput });
      this.readInput = 0;
    }
  }

  paint() {
    const { shown, model } = this;
    if (!shown || !model) {
      return;
    }
    const { pixels, ranges, values, probabilities } = shown;
    this.diagram.paint(pixels, ranges);
    this.diagram.fade(false);
    this.answer.show(probabilities, this.pad.drawing.isEmpty && !this.reader.image);
    this.inspector.paint(
      values,
      ranges,
      model.stages.findIndex(({ name }) => name === this.openStage),
    );
    for (const panel of this.panels) {
      panel.paint?.(shown, model);
    }
  }

  /** @param {Model} model */
  showModel(model) {
    nameStages(model, texts);
    const isNew = JSON.stringify(this.model?.stages) !== JSON.stringify(model.stages);
    this.model = model;
    this.picker.show(model.name, model.title);
    if (isNew) {
      this.shown = null;
      this.diagram.show(model);
      this.answer.setClasses(model.classes);
      this.openStage = null;
      this.inspector.close();
      this.diagram.mark(null);
    }
    for (const panel of this.panels) {
      panel.showModel?.(model);
    }
  }

  /** @param {string | null} name */
  toggleStage(name) {
    const view = name && name !== this.openStage ? this.diagram.stages.get(name) : undefined;
    const before = this.openStage;
    this.openStage = view ? view.stage.name : null;
    this.diagram.mark(this.openStage);
    this.openInspector();
    if (view) {
      this.sections.choose("cell");
      this.paint();
    } else {
      this.diagram.stages.get(before ?? "")?.button.focus({ preventScroll: true });
    }
    this.look.stageChanged();
    this.stageWords.sayOpen();
  }

  /** Show the open stage large, or none. */
  openInspector() {
    const view = this.diagram.stages.get(this.openStage ?? "");
    if (view && this.model) {
      this.inspector.open(view, this.model.colormaps[view.stage.colormap], this.look.namesIn(view.stage));
    } else {
      this.inspector.close();
    }
  }

  /**
   * @param {string} url
   * @param {string} name
   */
  async fetchModel(url, name) {
    try {
      this.say(() => texts.models.loading(name));
      await this.loadModel(await fetchBytes(new URL(url, this.base).href, texts.errors.notFound), name);
    } catch (error) {
      this.complain(texts.errors.model(sentenceOf(error)));
    }
  }

  /**
   * @param {ArrayBuffer} bytes
   * @param {string} name
   * @returns {Promise<Model>}
   */
  async loadModel(bytes, name) {
    try {
      await this.isReady;
      const file = await this.bringing.asModel(bytes, name);
      const model = await /** @type {Python} */ (this.reader.python).loadModel(file, name);
      this.alert.hide();
      this.showModel(model);
      await this.bringing.modelChanged();
      await this.read();
      this.api.emit("modelchange", model);
      return model;
    } catch (error) {
      this.complain(texts.errors.model(sentenceOf(error)));
      throw error;
    }
  }

  /** @param {boolean} centre */
  setPlacement(centre) {
    this.reader.centre = centre;
    const value = centre ? "centred" : "as-drawn";
    const radio = document.querySelector(`input[name=placement][value=${value}]`);
    /** @type {HTMLInputElement} */ (radio).checked = true;
  }

  /** @param {() => string} status what goes on, in the language in force */
  say(status) {
    this.status = status;
    if (part("status").textContent !== status()) {
      part("status").textContent = status();
    }
  }

  /**
   * Say everything in another language, in place.
   * @param {string} code
   */
  async speak(code) {
    try {
      if (!(await speak(code))) {
        return;
      }
    } catch (error) {
      this.complain(texts.errors.build(sentenceOf(error)));
      return;
    }
    if (this.model) {
      nameStages(this.model, texts);
    }
    this.say(this.status);
    for (const spoken of [this.samples, this.picker, this.diagram, this.answer]) {
      spoken.speak();
    }
    this.openInspector();
    for (const panel of this.panels) {
      panel.speak?.();
    }
    this.paint();
  }

  /** @param {string} sentence */
  complain(sentence) {
    this.alert.show(sentence);
    this.api.emit("error", sentence);
  }

  /**
   * Nothing works until something is done about it.
   * @param {string} sentence
   * @param {() => void} [act]
   */
  fail(sentence, act) {
    document.documentElement.dataset.state = "error";
    this.alert.show(sentence, act ?? null);
    this.api.emit("error", sentence);
  }
}

const page = new Page();
/** @type {any} */ (window).glasscnn = page.api;
page.start();
