/** Colour settings: colormap, the range that it spans, and pre-activations. Python paints the maps; the legends follow. */

import { COLORMAPS, SCOPES } from "../../protocol/questions.js";
import { make } from "../../ui/dom.js";
import { PreActivations } from "./pre-activations.js";

/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Legend } from "../../diagram/legend.js" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { Questions } from "../../protocol/questions.js" */
/** @import { WorkerHandle } from "../../python/worker-handle.js" */
/** @import { PanelContext, Panel } from "../../view/panel.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @typedef {Questions["colours"]["args"]} Settings */

/** @type {Settings} */
const DEFAULTS = { scope: "stage", colormap: COLORMAPS[0] };

/** @implements {Panel} */
export class ColourSettings {
  /**
   * @param {PanelContext} context
   * @param {HTMLElement} element
   * @param {{ inspector: Inspector, repaint: () => void }} page
   */
  constructor(context, element, { inspector, repaint }) {
    this.context = context;
    this.inspector = inspector;
    this.repaint = repaint;
    this.preActivations = new PreActivations(context, this);
    this.settings = DEFAULTS;
    /** @type {WorkerHandle | null} the worker that was sent the settings last */
    this.configuredWorker = null;
    this.scope = makeSelect("scale-scope", SCOPES);
    this.scope.select.addEventListener("change", () => this.choose(this.selected));
    this.colormap = makeSelect("scale-colormap", COLORMAPS);
    this.colormap.select.addEventListener("change", () => this.choose(this.selected));
    this.showSettings(DEFAULTS);
    this.signs = make("input");
    this.signs.type = "checkbox";
    this.signs.dataset.testid = "scale-signs";
    this.signs.addEventListener("change", () => this.setPreActivations(this.signs.checked));
    this.signsLabel = make("span");
    element.append(this.scope.element, this.colormap.element, make("label", "", this.signs, this.signsLabel));
    this.localise();
  }

  /** The settings that the controls show. */
  get selected() {
    return /** @type {Settings} */ ({ scope: this.scope.select.value, colormap: this.colormap.select.value });
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
    const worker = this.context.python()?.worker ?? null;
    if (this.settings !== DEFAULTS && worker !== this.configuredWorker && this.context.python()?.isUp) {
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

  /**
   * The legends of a stage: in the diagram, and in the inspector if the stage is open.
   * @param {string} name of the stage
   * @returns {Legend[]}
   */
  legendsOf(name) {
    const { view, legend } = this.inspector;
    const inDiagram = this.context.diagram.stages.get(name)?.legend;
    return [...(inDiagram ? [inDiagram] : []), ...(legend && view?.stage.name === name ? [legend] : [])];
  }

  /** @param {boolean} isOn */
  setPreActivations(isOn) {
    this.signs.checked = isOn;
    if (isOn !== this.preActivations.isOn) {
      this.preActivations.isOn = isOn;
      return this.context.read();
    }
    return undefined;
  }

  getState() {
    return {
      ...(this.settings === DEFAULTS ? {} : { colours: { ...this.settings } }),
      ...(this.preActivations.isOn ? { signs: true } : {}),
    };
  }

  /** @param {Record<string, unknown>} state */
  async setState({ colours, signs }) {
    await this.setPreActivations(signs === true);
    const { scope, colormap } = /** @type {Partial<Settings>} */ (colours ?? {});
    await this.choose({
      scope: SCOPES.find((name) => name === scope) ?? DEFAULTS.scope,
      colormap: COLORMAPS.find((name) => name === colormap) ?? DEFAULTS.colormap,
    });
  }

  /** @param {Settings} settings */
  async choose(settings) {
    const isDefault = settings.scope === DEFAULTS.scope && settings.colormap === DEFAULTS.colormap;
    const isSame = settings.scope === this.settings.scope && settings.colormap === this.settings.colormap;
    this.settings = isDefault ? DEFAULTS : settings;
    this.showSettings(settings);
    if (!isSame) {
      await this.send();
      await this.context.read();
    }
  }

  /** Sends the settings to Python, and gives the legends the colormaps of the answer. */
  async send() {
    const python = this.context.python();
    if (!python?.isUp) {
      return; // showModel sends them when it is
    }
    this.configuredWorker = python.worker;
    const answer = await python.ask("colours", this.settings).catch(() => null); // after a crash, showModel sends them again
    const model = this.context.model();
    if (!answer || !model) {
      return;
    }
    Object.assign(model.colormaps, answer.result.colormaps);
    for (const { legend, stage } of this.context.diagram.stages.values()) {
      legend.setColours(model.colormaps[stage.colormap]);
    }
    const { view, legend } = this.inspector;
    if (view) {
      legend?.setColours(model.colormaps[view.stage.colormap]);
    }
  }

  /** Marks the legends of stages whose maps each have a range of their own. */
  updateLegends() {
    for (const { legend, stage } of this.context.diagram.stages.values()) {
      legend.setOwn(this.settings.scope === "map" && stage.shape.length === 3 && stage.op !== "input");
    }
  }
}

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
