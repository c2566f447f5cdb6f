/** Scales: what the colours of the maps span, and which colours they are; Python paints, the legends follow. */

import { COLORMAPS, SCOPES } from "../../protocol/questions.js";
import { make } from "../../ui/dom.js";
import { BeforeRelu } from "./pre-activations.js";

/** @import { Inspector } from "../../diagram/inspector.js" */
/** @import { Legend } from "../../diagram/legend.js" */
/** @import { Model } from "../../protocol/messages.js" */
/** @import { Questions } from "../../protocol/questions.js" */
/** @import { LiveWorker } from "../../python/worker-handle.js" */
/** @import { Lent, Panel } from "../../view/panel.js" */
/** @import { Shown } from "../../protocol/page-state.js" */

/** @typedef {Questions["colours"]["given"]} Given */

/** @type {Given} */
const FIRST = { scope: "stage", colormap: COLORMAPS[0] };

/** @implements {Panel} */
export class Scales {
  /**
   * @param {Lent} lent
   * @param {HTMLElement} element
   * @param {{ inspector: Inspector, repaint: () => void }} page
   */
  constructor(lent, element, { inspector, repaint }) {
    this.lent = lent;
    this.inspector = inspector;
    this.before = new BeforeRelu(lent, { legendOf: (stage) => this.legendsOf(stage), repaint });
    this.given = FIRST;
    /** @type {LiveWorker | null} the worker that was told of it */
    this.told = null;
    this.scope = this.choice("scale-scope", SCOPES, (scope) => this.choose({ ...this.given, scope }));
    this.colormap = this.choice("scale-colormap", COLORMAPS, (colormap) => this.choose({ ...this.given, colormap }));
    this.scope.select.value = FIRST.scope;
    this.colormap.select.value = FIRST.colormap;
    this.signs = make("input");
    this.signs.type = "checkbox";
    this.signs.dataset.testid = "scale-signs";
    this.signs.addEventListener("change", () => this.showSigns(this.signs.checked));
    this.signsText = make("span");
    element.append(this.scope.element, this.colormap.element, make("label", "", this.signs, this.signsText));
    this.speak();
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

  speak() {
    const { scales } = this.lent.texts;
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
    const worker = this.lent.python()?.worker ?? null;
    if (this.given !== FIRST && worker !== this.told && this.lent.python()?.isUp) {
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
    const own = this.lent.diagram.stages.get(name)?.legend;
    return [...(own ? [own] : []), ...(legend && view?.stage.name === name ? [legend] : [])];
  }

  /** @param {boolean} isOn whether maps are shown before their ReLU */
  showSigns(isOn) {
    this.signs.checked = isOn;
    if (isOn !== this.before.isOn) {
      this.before.isOn = isOn;
      return this.lent.read();
    }
    return undefined;
  }

  getState() {
    return {
      ...(this.given === FIRST ? {} : { colours: { ...this.given } }),
      ...(this.before.isOn ? { signs: true } : {}),
    };
  }

  /** @param {Record<string, unknown>} state */
  async setState({ colours, signs }) {
    await this.showSigns(signs === true);
    const { scope, colormap } = /** @type {Partial<Given>} */ (colours ?? {});
    await this.choose({
      scope: SCOPES.find((name) => name === scope) ?? FIRST.scope,
      colormap: COLORMAPS.find((name) => name === colormap) ?? FIRST.colormap,
    });
  }

  /** @param {Given} given */
  async choose(given) {
    const isFirst = given.scope === FIRST.scope && given.colormap === FIRST.colormap;
    const isSame = given.scope === this.given.scope && given.colormap === this.given.colormap;
    this.given = isFirst ? FIRST : given;
    this.scope.select.value = given.scope;
    this.colormap.select.value = given.colormap;
    if (!isSame) {
      await this.tell();
      await this.lent.read();
    }
  }

  /** Tell Python, and give the legends the new tables. */
  async tell() {
    const python = this.lent.python();
    if (!python?.isUp) {
      return; // it is told once it is up
    }
    this.told = python.worker;
    const answer = await python.ask("colours", this.given).catch(() => null); // a worker that dies is told again
    const model = this.lent.model();
    if (!answer || !model) {
      return;
    }
    Object.assign(model.colormaps, answer.result.colormaps);
    for (const { legend, stage } of this.lent.diagram.stages.values()) {
      legend.setColours(model.colormaps[stage.colormap]);
    }
    const { view, legend } = this.inspector;
    if (view) {
      legend?.setColours(model.colormaps[view.stage.colormap]);
    }
  }

  /** Say at the legends where each map has a range of its own. */
  mark() {
    for (const { legend, stage } of this.lent.diagram.stages.values()) {
      legend.setOwn(this.given.scope === "map" && stage.shape.length === 3 && stage.op !== "input");
    }
  }
}
