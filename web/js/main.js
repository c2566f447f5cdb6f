/**
 * The page. This file alone knows all the others; here is the way of a pixel:
 *
 * pad → ink → Python → reading → diagram, answer, inspector
 */

import { Alert, sentenceOf } from "./alert.js";
import { Answer } from "./answer/answer.js";
import { Api, replyOf } from "./api.js";
import { listenToControls } from "./controls.js";
import { fetchExample, play } from "./example.js";
import { fetchBytes, ModelPicker } from "./models.js";
import { Diagram } from "./network/diagram.js";
import { Inspector } from "./network/inspector.js";
import { PAD_SIZE } from "./pad/ink.js";
import { Pad } from "./pad/pad.js";
import { fetchSamples, firstPoints, Player } from "./pad/samples.js";
import { Python } from "./python.js";
import { en as texts } from "./texts/en.js";
import { startTheme } from "./theme.js";

/** @typedef {import("./worker/protocol.js").Model} Model */
/** @typedef {import("./worker/protocol.js").Reading} Reading */
/** @typedef {import("./api.js").Reply} Reply */
/** @typedef {{ pixels: Uint8ClampedArray<ArrayBuffer>, ranges: ArrayLike<number>, values: Float32Array | null, probabilities: ArrayLike<number> }} Shown */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
const part = (id) => /** @type {T} */ (document.getElementById(id));

class Page {
  constructor() {
    this.base = document.baseURI;
    this.centre = true;
    /** @type {string | null} */
    this.openStage = null;
    /** @type {Model | null} */
    this.model = null;
    /** @type {Shown | null} */
    this.shown = null;
    this.frame = 0;
    this.inputTime = 0;
    /** @type {Python | null} */
    this.python = null;
    /** @type {Promise<Reply | null>} the reading that was asked for last */
    this.newest = Promise.resolve(null);
    this.status = part("status");
    this.alert = new Alert({
      box: part("alert"),
      text: part("alert-text"),
      action: part("alert-action"),
      close: part("alert-close"),
    });
    this.pad = new Pad(part("pad"), part("pad-canvas"), part("pad-cursor"), ({ time }) => this.inkChanged(time));
    this.player = new Player((strokes) => this.playSample(strokes));
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
        maps: part("inspector-maps"),
        close: part("inspector-close"),
      },
      texts,
      () => this.toggleStage(this.openStage),
    );
    this.picker = new ModelPicker(
      { select: part("model-picker"), file: part("model-file") },
      { own: texts.models.own, tooLarge: texts.errors.tooLarge },
      {
        onEntry: ({ url, name }) => this.fetchModel(url, name),
        onFile: (bytes, name) => this.loadModel(bytes, name).catch(() => {}),
        onError: (sentence) => this.complain(sentence),
      },
    );
    /** @type {Promise<import("./pad/samples.js").Sample[]>} */
    this.samples = fetchSamples(new URL("samples/digits.json", this.base).href).catch((error) => {
      this.complain(texts.errors.build(sentenceOf(error)));
      return [];
    });
    /** @type {() => void} */
    this.becomeReady = () => {};
    /** @type {Promise<void>} */
    this.isReady = new Promise((resolve) => {
      this.becomeReady = resolve;
    });
    this.api = new Api(this.offers(), this.isReady);
  }

  /** Everything that is asked for at the start is asked for at once. */
  async start() {
    startTheme(part("theme"), texts.theme);
    part("pad").setAttribute("aria-label", texts.pad.label);
    listenToControls(part, {
      undo: () => this.change(() => this.pad.undo()),
      redo: () => this.change(() => this.pad.redo()),
      clear: () => this.change(() => this.pad.clear()),
      escape: () => (this.openStage ? this.toggleStage(this.openStage) : this.change(() => this.pad.clear())),
      penDown: () => this.player.stop(),
      brush: (size) => this.pad.setBrush(size),
      centre: (centre) => {
        this.centre = centre;
        this.pad.changed();
      },
      digit: async (digit) => {
        const sample = (await this.samples).find(({ label }) => label === digit);
        if (sample) {
          this.startSample(sample);
        }
      },
    });
    this.showSamples();
    try {
      const response = await fetch(new URL("build.json", this.base));
      if (!response.ok) {
        throw new Error(texts.errors.notFound("build.json", response.status));
      }
      const build = await response.json();
      this.picker.list(build.models);
      const entry = build.models.find((/** @type {{ name: string }} */ { name }) => name === build.defaultModel);
      const fetchModel = () => fetchBytes(new URL(entry.url, this.base).href, texts.errors.notFound);
      const way = new URLSearchParams(location.search).get("boot") === "plain" ? "plain" : "image";
      this.python = new Python(build, this.base, { fetch: fetchModel, name: entry.name }, this.pythonListeners(), way);
      this.python.start();
      this.showExample(build.example).catch((error) => this.complain(texts.errors.build(sentenceOf(error))));
    } catch (error) {
      this.fail(texts.errors.build(sentenceOf(error)));
    }
  }

  /** @returns {import("./python.js").Listeners} */
  pythonListeners() {
    return {
      onProgress: ({ phase, loaded, total }) => {
        this.say(phase === "download" ? texts.status.download(loaded, total) : texts.status[phase]);
      },
      onReady: async (model) => {
        this.showModel(model);
        this.say(texts.status.ready);
        await this.read();
        document.documentElement.dataset.state = "ready";
        this.becomeReady();
        this.api.emit("ready");
      },
      onDeath: (error, restarting) => {
        this.say(restarting ? texts.status.restarting : texts.status.stopped);
        if (!restarting) {
          const { boot, death, memory } = texts.errors;
          const isMemory = /memory|allocation failed/i.test(`${error.name} ${error.message}`);
          const hasRun = document.documentElement.dataset.state === "ready";
          const sentence = isMemory ? memory : hasRun ? death(sentenceOf(error)) : boot(sentenceOf(error));
          this.fail(sentence, () => this.python?.restart());
        }
      },
    };
  }

  /** @param {{ data: string, frames: string }} urls */
  async showExample(urls) {
    const { example, frames } = await fetchExample({
      data: new URL(urls.data, this.base).href,
      frames: new URL(urls.frames, this.base).href,
    });
    const sample = (await this.samples).find(({ label }) => label === example.digit);
    if (this.model || !this.pad.drawing.isEmpty || !sample) {
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
        this.show({ ...frame, values: null });
      }
      return true;
    });
  }

  async showSamples() {
    const samples = await this.samples;
    part("samples").replaceChildren(
      ...samples.map((sample) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = String(sample.label);
        button.dataset.testid = `sample-${sample.label}`;
        button.setAttribute("aria-label", `Draw a sample ${sample.label}`);
        button.addEventListener("click", () => this.startSample(sample));
        return button;
      }),
    );
  }

  /** @param {import("./pad/samples.js").Sample} sample */
  startSample(sample) {
    this.player.stop();
    this.pad.dropExample();
    this.pad.drawing.replace([]);
    this.player.play(sample);
  }

  /** @param {import("./pad/ink.js").Stroke[]} strokes */
  playSample(strokes) {
    this.pad.drawing.strokes = strokes;
    this.pad.repaint();
    this.pad.changed();
  }

  /**
   * Change the drawing at once, also while a sample is drawing itself.
   * @param {() => void} act
   */
  change(act) {
    this.player.stop();
    act();
  }

  /** @param {number} time of the event */
  inkChanged(time) {
    this.inputTime ||= time;
    const { drawing, isExample } = this.pad;
    part("undo").toggleAttribute("disabled", !drawing.canUndo);
    part("redo").toggleAttribute("disabled", !drawing.canRedo);
    part("clear").toggleAttribute("disabled", drawing.isEmpty && !isExample);
    part("pad-hint").textContent = drawing.isEmpty ? texts.prediction.nothing : "";
    if (!this.python?.isUp && !isExample) {
      cancelAnimationFrame(this.frame);
      this.shown = null;
      this.answer.wait();
      this.diagram.fade(true);
    }
    this.read();
  }

  /**
   * Let Python read the drawing as it is when its turn comes, and show what it says.
   * @returns {Promise<Reply | null>} null if newer ink came before
   * @throws what Python has to say against it, or that it is not there
   */
  readDrawing() {
    this.newest = this.readInTurn();
    return this.newest;
  }

  /** @returns {Promise<Reply | null>} */
  async readInTurn() {
    const { pad, python } = this;
    if (!python?.worker || !this.model) {
      throw new Error(texts.status.stopped);
    }
    const reading = await python.readInk(() => ({
      ...pad.drawing.flat(),
      canvasSize: PAD_SIZE,
      brush: pad.brush.size,
      centre: this.centre,
    }));
    if (!reading) {
      return null;
    }
    const reply = replyOf(reading, this.model);
    this.show({ ...reading, probabilities: reply.probabilities });
    this.say(texts.status.read(reading.milliseconds));
    this.api.emit("prediction", reply);
    return reply;
  }

  /** Read the drawing if Python is up; what is wrong is said on the page. */
  async read() {
    try {
      await (this.python?.worker && this.model && this.readDrawing());
    } catch (error) {
      if (this.python?.isUp) {
        this.complain(texts.errors.reading(sentenceOf(error)));
      }
    }
  }

  /**
   * Put a reading on the screen with the next frame.
   * @param {Shown} shown
   */
  show(shown) {
    this.shown = shown;
    const since = this.inputTime;
    this.inputTime = 0;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.paint();
      if (since) {
        performance.clearMeasures("pointer-to-paint"); // observers have had it; a long drawing must not pile them up
        performance.measure("pointer-to-paint", { start: since });
      }
    });
  }

  paint() {
    if (!this.shown || !this.model) {
      return;
    }
    const { pixels, ranges, values, probabilities } = this.shown;
    this.diagram.paint(pixels, ranges);
    this.diagram.fade(false);
    this.answer.show(probabilities, this.pad.drawing.isEmpty);
    this.inspector.paint(
      values,
      ranges,
      this.model.stages.findIndex(({ name }) => name === this.openStage),
    );
  }

  /** @param {Model} model */
  showModel(model) {
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
  }

  /** @param {string | null} name */
  toggleStage(name) {
    const view = name && name !== this.openStage ? this.diagram.stages.get(name) : undefined;
    const before = this.openStage;
    this.openStage = view ? view.stage.name : null;
    this.diagram.mark(this.openStage);
    if (view && this.model) {
      this.inspector.open(view, this.model.colormaps[view.stage.colormap]);
      this.paint();
    } else {
      this.inspector.close();
      this.diagram.stages.get(before ?? "")?.button.focus({ preventScroll: true });
    }
  }

  /**
   * @param {string} url
   * @param {string} name
   */
  async fetchModel(url, name) {
    try {
      this.say(texts.models.loading(name));
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
      const model = await /** @type {Python} */ (this.python).loadModel(bytes, name);
      this.alert.hide();
      this.showModel(model);
      await this.read();
      this.api.emit("modelchange", model);
      return model;
    } catch (error) {
      this.complain(texts.errors.model(sentenceOf(error)));
      throw error;
    }
  }

  /** @returns {import("./api.js").Page} */
  offers() {
    const reread = async () => {
      let reply = await this.readDrawing();
      while (!reply) {
        reply = await this.newest; // newer ink came before: to read once more would only push that aside
      }
      return reply;
    };
    return {
      model: () => /** @type {Model} */ (this.model),
      readImage: async (image) =>
        replyOf(await /** @type {Python} */ (this.python).readImage(image), /** @type {Model} */ (this.model)),
      setStrokes: (strokes) => {
        this.player.stop();
        this.pad.setStrokes(strokes);
        return reread();
      },
      getState: () => ({
        version: 1,
        strokes: this.pad.isExample ? [] : this.pad.drawing.strokes,
        brush: this.pad.brush.size,
        centre: this.centre,
        model: this.model?.name ?? "",
        stage: this.openStage,
      }),
      setState: async ({ strokes, brush, centre, model, stage }) => {
        const entry = this.picker.entries.find(({ name }) => name === model);
        if (entry && model !== this.model?.name) {
          await this.fetchModel(entry.url, entry.name);
        }
        this.player.stop();
        this.setPlacement(centre);
        /** @type {HTMLInputElement} */ (part("brush")).value = String(brush);
        this.pad.setBrush(brush);
        this.pad.setStrokes(strokes);
        if (stage !== this.openStage) {
          this.toggleStage(stage ?? this.openStage);
        }
        return reread();
      },
      loadModel: (bytes, name) => this.loadModel(bytes, name),
    };
  }

  /** @param {boolean} centre */
  setPlacement(centre) {
    this.centre = centre;
    const value = centre ? "centred" : "as-drawn";
    const radio = document.querySelector(`input[name=placement][value=${value}]`);
    /** @type {HTMLInputElement} */ (radio).checked = true;
  }

  /** @param {string} text */
  say(text) {
    if (this.status.textContent !== text) {
      this.status.textContent = text;
    }
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
