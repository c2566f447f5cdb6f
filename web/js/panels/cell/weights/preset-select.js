/** The presets that replace a kernel: of all its input maps, or of the one whose weight is selected. */

import { texts } from "../../../i18n/language.js";
import { make } from "../../../ui/dom.js";
import { presetsFor } from "./presets.js";

/** @import { Preset } from "./presets.js" */

export class PresetSelect {
  /** @param {(preset: Preset, map: number | null) => void} onChoose map: the input map to replace; null for all */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.element = make("select", "preset-select");
    this.element.dataset.testid = "preset";
    /** @type {Preset[]} */
    this.presets = [];
    this.maps = 1;
    /** @type {number | null} the input map of the selected weight */
    this.map = null;
    this.shown = ""; // what the options were made for
    this.element.addEventListener("change", () => this.choose());
  }

  /**
   * @param {number} maps input maps of the kernel
   * @param {number} height
   * @param {number} width
   */
  show(maps, height, width) {
    this.presets = presetsFor(height, width);
    this.maps = maps;
  }

  /** @param {number | null} map the input map of the selected weight */
  choosable(map) {
    this.map = this.maps === 1 ? null : map;
    this.render();
  }

  /** @param {string} name of what the kernel computes */
  localise(name) {
    this.element.setAttribute("aria-label", texts.weights.presets.label(name));
    this.render();
  }

  /** Write the options, where they are others. */
  render() {
    const { choose, all, one, names } = texts.weights.presets;
    const shown = JSON.stringify([choose, all, this.map, this.presets]);
    if (shown === this.shown) {
      return;
    }
    this.shown = shown;
    const options = (/** @type {string} */ scope) =>
      this.presets.map((preset) => new Option(names[preset], `${scope} ${preset}`));
    const placeholder = new Option(choose, "", true, true);
    placeholder.disabled = true;
    const groups =
      this.map === null ? options("all") : [group(one(this.map + 1), options("one")), group(all, options("all"))];
    this.element.replaceChildren(placeholder, ...groups);
  }

  choose() {
    const [scope, preset] = this.element.value.split(" ");
    this.element.selectedIndex = 0; // the same one may be chosen again
    this.onChoose(/** @type {Preset} */ (preset), scope === "one" ? this.map : null);
  }
}

/**
 * @param {string} label
 * @param {HTMLOptionElement[]} options
 */
function group(label, options) {
  const element = make("optgroup", "", ...options);
  element.label = label;
  return element;
}
