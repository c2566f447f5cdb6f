/** ONNX Runtime Web: its WebAssembly runtime, one thread, all of its graph optimisations. */

import * as ort from "/peers/onnxruntime-web/dist/ort.wasm.bundle.min.mjs";
import { normalise, numbersOf, present } from "./contender.js";

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = "/peers/onnxruntime-web/dist/";

present(async (folder, described) => {
  const session = await ort.InferenceSession.create(`${folder}model.onnx`, {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "all",
  });
  const description = await described;
  const input = new Float32Array(numbersOf(description.image));
  const feeds = { [session.inputNames[0]]: new ort.Tensor("float32", input, [1, ...description.image]) };
  return {
    layout: "chw",
    async predict(image) {
      normalise(image, input, description);
      const outputs = await session.run(feeds);
      return session.outputNames.map((/** @type {string} */ name) => outputs[name].data);
    },
  };
});
