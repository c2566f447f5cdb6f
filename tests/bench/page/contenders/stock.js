/** glasscnn in Pyodide, as in Pyodide's documentation: loadPyodide, loadPackage, unpackArchive, runPython, toJs. */

import { present } from "./contender.js";

const PROGRAM = `
import glasscnn
import numpy as np

model = glasscnn.load("model.npz")
shown = [name for name, stage in model.predict(np.zeros(model.graph.input.shape)).stages.items() if stage.ndim == 3]

def predict(image):
    result = model.predict(np.asarray(image.to_py()).reshape(model.graph.input.shape))
    return [*(result.stages[name].ravel() for name in shown if name != model.graph.input.name), result.probabilities]
`;

present(async (folder) => {
  const { loadPyodide } = /** @type {any} */ (globalThis);
  const pyodide = await loadPyodide({ indexURL: "/pyodide/" });
  await pyodide.loadPackage("numpy", { messageCallback: () => {} });
  pyodide.unpackArchive(await (await fetch("/made/glasscnn.zip")).arrayBuffer(), "zip");
  pyodide.FS.writeFile("model.npz", new Uint8Array(await (await fetch(`${folder}model.npz`)).arrayBuffer()));
  pyodide.runPython(PROGRAM);
  const predict = pyodide.globals.get("predict");
  return {
    layout: "chw",
    predict(image) {
      const result = predict(image);
      const outputs = result.toJs();
      result.destroy();
      return outputs;
    },
  };
});
