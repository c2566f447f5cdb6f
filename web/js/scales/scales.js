/** Scales: what the colours of the maps span, and which colours they are; Python paints, the legends follow. */

import { make } from "../look/element.js";
import { COLORMAPS, SCOPES } from "../worker/questions.js";

/** @typedef {import("../panel.js").Lent} Lent */
/** @typedef {import("../panel.js").Panel} Panel */
/** @typedef {import("../network/legend.js").Legend} Legend */
/** @typedef {import("../worker/questions.js").Questions["colours"]["given"]} Given */

/** @type {Given} */
const FIRST = { scope: "stage", colormap: COLORMAPS[0] };

/** @implements {Panel} */
export class Scales {
  /**
   * @param {Lent} lent
   * @param {HTMLElement} element
   * @param {() => Legend | null} inspectorLegend
   */
  constructor(lent, element, inspectorLegend) {
    this.lent = lent;
    this.inspectorLegend = inspectorLegend;
    this.given = FIRST;
    /** @type {Worker | null} the worker that was told of it */
    this.told = null;
    this.scope = this.choice("scale-scope", SCOPES, (scope) => this.choose({ ...this.given, scope }));
    this.colormap = this.choice("scale-colormap", COLORMAPS, (colormap) => this.choose({ ...this.given, colormap }));
    this.scope.select.value = FIRST.scope;
    this.colormap.select.value = FIRST.colormap;
    element.append(this.scope.element, this.colormap.element);
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

  paint() {
    this.mark();
  }

  getState() {
    return this.given === FIRST ? {} : { colours: { ...this.given } };
  }

  /** @param {Record<string, unknown>} state */
  async setState({ colours }) {
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
    this.inspectorLegend()?.setColours(model.colormaps.sequential);
  }

  /** Say at the legends where each map has a range of its own. */
  mark() {
    for (const { legend, stage } of this.lent.diagram.stages.values()) {
      legend.setOwn(this.given.scope === "map" && stage.shape.length === 3 && stage.op !== "input");
    }
  }
}
