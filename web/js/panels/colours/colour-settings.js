/** Colour settings: colormap, the range that it spans, and pre-activations. Python paints the maps; the legends follow. */

import { COLORMAPS, DEFAULT_COLOURS, SCOPES } from "../../protocol/questions.js";
import { byId, make } from "../../ui/dom.js";
import { PreActivations } from "./pre-activations.js";

/** @import { Model } from "../../protocol/messages.js" */
/** @import { Questions } from "../../protocol/questions.js" */
/** @import { WorkerHandle } from "../../python/worker-handle.js" */
/** @import { Panel } from "../../view/panel.js" */
/** @import { PanelContext } from "../panel-context.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @typedef {Questions["colours"]["args"]} Settings */

/** @implements {Panel} */
export class ColourSettings {
  /**
   * @param {PanelContext} context
   */
  constructor(context) {
    this.context = context;
    this.preActivations = new PreActivations(context);
    /** @type {WorkerHandle | null} the worker that was sent the settings last */
    this.configuredWorker = null;
    /** @type {Partial<Settings>} that replace those chosen for a while */
    this.lent = {};
    this.scope = makeSelect("scale-scope", SCOPES);
    this.scope.select.addEventListener("change", () => this.choose(this.selected));
    this.colormap = makeSelect("scale-colormap", COLORMAPS);
    this.colormap.select.addEventListener("change", () => this.choose(this.selected));
    this.showSettings(DEFAULT_COLOURS);
    this.signs = make("input");
    this.signs.type = "checkbox";
    this.signs.dataset.testid = "scale-signs";
    this.signs.addEventListener("change", () => this.setPreActivations(this.signs.checked));
    this.signsLabel = make("span");
    byId("scales").append(this.scope.element, this.colormap.element, make("label", "", this.signs, this.signsLabel));
    this.localise();
  }

  /** The settings that the controls show. */
  get selected() {
    return /** @type {Settings} */ ({ scope: this.scope.select.value, colormap: this.colormap.select.value });
  }

  /** The settings that the maps have. */
  get current() {
    return { ...this.context.view.colours, ...this.lent };
  }

  /** @param {Settings} settings */
  showSettings({ scope, colormap }) {
    this.scope.select.value = scope;
    this.colormap.select.value = colormap;
  }

  localise() {
    const { scales } = this.context.texts;
    this.scope.label.textContent = scales.scope;
    this.colormap.label.textContent = scales.colormap;
    this.signsLabel.textContent = scales.signs;
    SCOPES.forEach((name, index) => {
      this.scope.select.options[index].text = scales.scopes[name];
    });
    COLORMAPS.forEach((name, index) => {
      this.colormap.select.options[index].text = scales.colormaps[name];
    });
    this.updateLegends();
  }

  /** A model is shown after each start of a worker, too; a new worker has the default settings. */
  showModel() {
    const worker = this.context.python.worker ?? null;
    if (!isDefault(this.current) && worker !== this.configuredWorker && this.context.python.isUp) {
      this.send();
    }
    this.updateLegends();
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    this.updateLegends();
    this.preActivations.follow(shown, model);
  }

  /** @param {boolean} isOn */
  setPreActivations(isOn) {
    this.signs.checked = isOn;
    if (isOn !== this.preActivations.isOn) {
      this.preActivations.isOn = isOn;
      return this.context.reader.read();
    }
    return undefined;
  }

  getState() {
    return {
      ...(this.context.view.colours === DEFAULT_COLOURS ? {} : { colours: { ...this.context.view.colours } }),
      ...(this.preActivations.isOn ? { signs: true } : {}),
    };
  }

  /** @param {Record<string, unknown>} state */
  async setState({ colours, signs }) {
    await this.setPreActivations(signs === true);
    const { scope, colormap } = /** @type {Partial<Settings>} */ (colours ?? {});
    await this.choose({
      scope: SCOPES.find((name) => name === scope) ?? DEFAULT_COLOURS.scope,
      colormap: COLORMAPS.find((name) => name === colormap) ?? DEFAULT_COLOURS.colormap,
    });
  }

  /** @param {Settings} settings */
  async choose(settings) {
    const isSame =
      settings.scope === this.context.view.colours.scope && settings.colormap === this.context.view.colours.colormap;
    this.context.view.colours = isDefault(settings) ? DEFAULT_COLOURS : settings;
    this.showSettings(settings);
    if (!isSame) {
      await this.send();
      await this.context.reader.read();
    }
  }

  /**
   * Show the maps in other colours for a while, without a change of the settings or of the page's state.
   * @param {Partial<Settings>} settings none to end it
   */
  async lend(settings) {
    this.lent = settings;
    await this.send();
    await this.context.reader.read();
  }

  /** Sends the settings to Python, and gives the legends the colormaps of the answer. */
  async send() {
    const python = this.context.python;
    if (!python?.isUp) {
      return; // showModel sends them when it is
    }
    this.configuredWorker = python.worker;
    const answer = await python.ask("colours", this.current).catch(() => null); // after a crash, showModel sends them again
    const model = this.context.view.model;
    if (!answer || !model) {
      return;
    }
    Object.assign(model.colormaps, answer.result.colormaps);
    for (const { legend, stage } of this.context.view.diagram.stages.values()) {
      legend.setColours(model.colormaps[stage.colormap]);
    }
    const { view, legend } = this.context.view.inspector;
    if (view) {
      legend?.setColours(model.colormaps[view.stage.colormap]);
    }
  }

  /** Marks the legends of stages whose maps each have a range of their own. */
  updateLegends() {
    for (const { legend, stage } of this.context.view.diagram.stages.values()) {
      legend.setOwn(this.context.view.colours.scope === "map" && stage.shape.length === 3 && stage.op !== "input");
    }
  }
}

/** @param {Settings} settings */
const isDefault = ({ scope, colormap }) => scope === DEFAULT_COLOURS.scope && colormap === DEFAULT_COLOURS.colormap;

/**
 * @param {string} testid
 * @param {readonly string[]} values of the options
 */
function makeSelect(testid, values) {
  const label = make("span");
  const select = make("select");
  select.dataset.testid = testid;
  select.append(...values.map((value) => new Option("", value)));
  return { element: make("label", "", label, select), label, select };
}
