/** Python's life as the page tells it: on its way, up, gone and back. */

import { sentenceOf } from "../i18n/error-text.js";

/** @import { Texts } from "../i18n/language.js" */
/** @import { Model } from "../protocol/messages.js" */
/** @import { Listeners } from "../python/client.js" */
/** @import { StatusBar } from "../ui/status-bar.js" */

/**
 * @typedef {object} Page
 * @property {Texts} texts
 * @property {StatusBar} report
 * @property {(model: Model) => Promise<void>} begin show the model and read what is drawn
 * @property {() => void} becomeReady
 * @property {() => void} restart
 */

/**
 * @param {Page} page
 * @returns {Listeners}
 */
export function pythonListeners({ texts, report, begin, becomeReady, restart }) {
  const page = document.documentElement;
  return {
    onProgress: ({ phase, loaded, total }) => {
      report.say(() => (phase === "download" ? texts.status.download(loaded, total) : texts.status[phase]));
    },
    onReady: async (model) => {
      report.say(() => texts.status.ready);
      await begin(model);
      page.dataset.state = "ready";
      becomeReady();
    },
    onDeath: (error, restarting) => {
      report.say(() => (restarting ? texts.status.restarting : texts.status.stopped));
      if (!restarting) {
        const isMemory = /memory|allocation failed/i.test(`${error.name} ${error.message}`);
        const hasRun = page.dataset.state === "ready";
        report.fail(() => {
          const { boot, death, memory } = texts.errors;
          return isMemory ? memory : hasRun ? death(sentenceOf(error)) : boot(sentenceOf(error));
        }, restart);
      }
    },
  };
}
