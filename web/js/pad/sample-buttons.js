/** A button for each sample digit; a sample draws itself on the pad. */

import { fetchSamples, Player } from "./samples.js";

/** @typedef {import("./samples.js").Sample} Sample */

export class SampleButtons {
  /**
   * @param {HTMLElement} element
   * @param {import("./pad.js").Pad} pad
   * @param {string} url of the samples
   * @param {{ label: (digit: number) => string, onError: (error: unknown) => void }} settings
   */
  constructor(element, pad, url, { label, onError }) {
    this.element = element;
    this.pad = pad;
    this.label = label;
    this.player = new Player((strokes) => pad.showStrokes(strokes));
    /** @type {Promise<Sample[]>} */
    this.samples = fetchSamples(url).catch((error) => {
      onError(error);
      return [];
    });
    this.show();
  }

  async show() {
    const samples = await this.samples;
    this.element.replaceChildren(
      ...samples.map((sample) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = String(sample.label);
        button.dataset.testid = `sample-${sample.label}`;
        button.setAttribute("aria-label", this.label(sample.label));
        button.addEventListener("click", () => this.start(sample));
        return button;
      }),
    );
  }

  /** Say the buttons' names in the language in force. */
  speak() {
    for (const button of this.element.querySelectorAll("button")) {
      button.setAttribute("aria-label", this.label(Number(button.textContent)));
    }
  }

  /**
   * @param {number} digit
   * @returns {Promise<Sample | undefined>}
   */
  async find(digit) {
    return (await this.samples).find(({ label }) => label === digit);
  }

  /** @param {Sample} sample */
  start(sample) {
    this.player.stop();
    this.pad.dropExample();
    this.pad.drawing.replace([]);
    this.player.play(sample);
  }

  stop() {
    this.player.stop();
  }
}
