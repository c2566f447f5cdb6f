/** A button for each sample digit; a sample draws itself on the pad. */

import { button } from "../ui/dom.js";
import { fetchSamples, SamplePlayer } from "./samples.js";

/** @import { Pad } from "./pad.js" */
/** @import { Sample } from "./samples.js" */

export class SampleButtons {
  /**
   * @param {HTMLElement} element
   * @param {Pad} pad
   * @param {string} url of the samples
   * @param {{ label: (digit: number) => string, onError: (error: unknown) => void }} settings
   */
  constructor(element, pad, url, { label, onError }) {
    this.element = element;
    this.pad = pad;
    this.label = label;
    this.player = new SamplePlayer((strokes) => pad.showStrokes(strokes));
    const ownTask = new Promise((act) => setTimeout(act)); // to ask takes milliseconds while the page is being made
    /** @type {Promise<Sample[]>} */
    this.samples = ownTask
      .then(() => fetchSamples(url))
      .catch((error) => {
        onError(error);
        return [];
      });
    this.show();
  }

  async show() {
    const samples = await this.samples;
    this.element.replaceChildren(
      ...samples.map((sample) => {
        const made = button("", String(sample.label), () => this.start(sample));
        made.dataset.testid = `sample-${sample.label}`;
        made.setAttribute("aria-label", this.label(sample.label));
        return made;
      }),
    );
  }

  /** Say the buttons' names in the language in force. */
  localise() {
    for (const made of this.element.querySelectorAll("button")) {
      made.setAttribute("aria-label", this.label(Number(made.textContent)));
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
