/** glasscnn in its worker, through the page's own client: full round trips, with all values and pixels copied. */

import { PythonClient } from "/release/js/python/client.js";
import { present } from "./contender.js";
import { buildFile, shownStages, siteAddress, slices } from "./engine.js";

present(async (folder) => {
  const model = { fetch: async () => (await fetch(`${folder}model.npz`)).arrayBuffer(), name: "model.npz" };
  const build = await buildFile();
  /** @type {any} */
  let python;
  const description = await new Promise((onReady, onCrash) => {
    const listeners = { onReady, onCrash, onProgress: () => {} };
    python = new PythonClient(siteAddress(), listeners);
    python.boot(build, model);
  });
  const stages = shownStages(description);
  return {
    layout: "chw",
    async predict(image) {
      const { values } = await python.readImage(image);
      return slices(values, stages);
    },
  };
});
