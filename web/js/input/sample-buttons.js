/** A button for each sample digit. A sample draws itself on the pad. */

import { sentenceOf } from "../i18n/error-text.js";
import { texts } from "../i18n/language.js";
import { button, byId } from "../ui/dom.js";
import { fetchSamples, SamplePlayer } from "./samples.js";

/** @import { Pad } from "./pad.js" */
/** @import { Sample } from "./samples.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */

export class SampleButtons {
  /**
   * @param {Pad} pad
   * @param {string} url of the samples
   * @param {StatusBar} status
   */
  constructor(pad, url, status) {
    this.element = byId("samples");
    this.pad = pad;
    this.player = new SamplePlayer(pad);
    const ownTask = new Promise((act) => setTimeout(act)); // the request takes milliseconds of the main thread
    /** @type {Promise<Sample[]>} */
    this.samples = ownTask
      .then(() => fetchSamples(url))
      .catch((error) => {
        status.showError(() => texts.errors.build(sentenceOf(error)));
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
        made.setAttribute("aria-label", texts.pad.sample(sample.label));
        return made;
      }),
    );
  }

  /** Name the buttons in the current language. */
  localise() {
    for (const made of this.element.querySelectorAll("button")) {
      made.setAttribute("aria-label", texts.pad.sample(Number(made.textContent)));
    }
  }

  /**
   * @param {number} digit
   * @returns {Promise<Sample | undefined>}
   */
  async find(digit) {
    return (await this.samples).find(({ label }) => label === digit);
  }

  /** @param {number} digit whose sample draws itself */
  async draw(digit) {
    const sample = await this.find(digit);
    if (sample) {
      this.start(sample);
    }
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
