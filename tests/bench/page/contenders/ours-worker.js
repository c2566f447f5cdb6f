/** glasscnn in its worker, through the page's own client: the way there and back, with all numbers and pixels copied. */

import { Python } from "/site/js/python.js";
import { present } from "./contender.js";
import { buildFile, shownStages, siteAddress, slices } from "./engine.js";

present(async (folder) => {
  const bytes = fetch(`${folder}model.npz`).then((response) => response.arrayBuffer());
  const build = await buildFile();
  /** @type {any} */
  let python;
  const model = await new Promise((onReady, onDeath) => {
    const listeners = { onReady, onDeath, onProgress: () => {} };
    python = new Python(build, siteAddress(), { bytes, name: "model.npz" }, listeners);
    python.start();
  });
  const stages = shownStages(model);
  return {
    layout: "chw",
    async predict(image) {
      const { values } = await python.readImage(image);
      return slices(values, stages);
    },
  };
});
