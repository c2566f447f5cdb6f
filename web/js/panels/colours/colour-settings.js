/** Scales: what the colours of the maps span, and which colours they are; Python paints, the legends follow. */

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
const FIRST = { scope: "stage", colormap: COLORMAPS[0] };

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
    this.before = new PreActivations(context, { legendOf: (stage) => this.legendsOf(stage), repaint });
    this.settings = FIRST;
    /** @type {WorkerHandle | null} the worker that was told of it */
    this.told = null;
    this.scope = this.choice("scale-scope", SCOPES, (scope) => this.choose({ ...this.settings, scope }));
    this.colormap = this.choice("scale-colormap", COLORMAPS, (colormap) => this.choose({ ...this.settings, colormap }));
    this.scope.select.value = FIRST.scope;
    this.colormap.select.value = FIRST.colormap;
    this.signs = make("input");
    this.signs.type = "checkbox";
    this.signs.dataset.testid = "scale-signs";
    this.signs.addEventListener("change", () => this.showSigns(this.signs.checked));
    this.signsText = make("span");
    element.append(this.scope.element, this.colormap.element, make("label", "", this.signs, this.signsText));
    this.localise();
  }

  /**
   * @template {string} Name
   * @param {string} testid
   * @param {readonly Name[]} names
   * @param {(name: Name) => void} onChoose
   */
  choice(testid, names, onChoose) {
    const select = make("select");
    select.dataset.testid = testid;
    select.append(...names.map((name) => new Option("", name)));
    select.addEventListener("change", () => onChoose(/** @type {Name} */ (select.value)));
    const text = make("span");
    return { element: make("label", "", text, select), text, select };
  }

  localise() {
    const { scales } = this.context.texts;
    this.scope.text.textContent = scales.scope;
    this.colormap.text.textContent = scales.colormap;
    this.signsText.textContent = scales.signs;
    SCOPES.forEach((name, number) => {
      this.scope.select.options[number].text = scales.scopes[name];
    });
    COLORMAPS.forEach((name, number) => {
      this.colormap.select.options[number].text = scales.colormaps[name];
    });
    this.mark();
  }

  /** A worker that has started again knows nothing of what was chosen. */
  showModel() {
    const worker = this.context.python()?.worker ?? null;
    if (this.settings !== FIRST && worker !== this.told && this.context.python()?.isUp) {
      this.tell();
    }
    this.mark();
  }

  /**
   * @param {Shown} shown
   * @param {Model} model
   */
  paint(shown, model) {
    this.mark();
    this.before.follow(shown, model);
  }

  /**
   * @param {string} name of a stage
   * @returns {Legend[]} in the diagram, and in the inspector if it is open there
   */
  legendsOf(name) {
    const { view, legend } = this.inspector;
    const own = this.context.diagram.stages.get(name)?.legend;
    return [...(own ? [own] : []), ...(legend && view?.stage.name === name ? [legend] : [])];
  }

  /** @param {boolean} isOn whether maps are shown before their ReLU */
  showSigns(isOn) {
    this.signs.checked = isOn;
    if (isOn !== this.before.isOn) {
      this.before.isOn = isOn;
      return this.context.read();
    }
    return undefined;
  }

  getState() {
    return {
      ...(this.settings === FIRST ? {} : { colours: { ...this.settings } }),
      ...(this.before.isOn ? { signs: true } : {}),
    };
  }

  /** @param {Record<string, unknown>} state */
  async setState({ colours, signs }) {
    await this.showSigns(signs === true);
    const { scope, colormap } = /** @type {Partial<Settings>} */ (colours ?? {});
    await this.choose({
      scope: SCOPES.find((name) => name === scope) ?? FIRST.scope,
      colormap: COLORMAPS.find((name) => name === colormap) ?? FIRST.colormap,
    });
  }

  /** @param {Settings} settings */
  async choose(settings) {
    const isFirst = settings.scope === FIRST.scope && settings.colormap === FIRST.colormap;
    const isSame = settings.scope === this.settings.scope && settings.colormap === this.settings.colormap;
    this.settings = isFirst ? FIRST : settings;
    this.scope.select.value = settings.scope;
    this.colormap.select.value = settings.colormap;
    if (!isSame) {
      await this.tell();
      await this.context.read();
    }
  }

  /** Tell Python, and give the legends the new tables. */
  async tell() {
    const python = this.context.python();
    if (!python?.isUp) {
      return; // it is told once it is up
    }
    this.told = python.worker;
    const answer = await python.ask("colours", this.settings).catch(() => null); // a worker that dies is told again
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

  /** Say at the legends where each map has a range of its own. */
  mark() {
    for (const { legend, stage } of this.context.diagram.stages.values()) {
      legend.setOwn(this.settings.scope === "map" && stage.shape.length === 3 && stage.op !== "input");
    }
  }
}
