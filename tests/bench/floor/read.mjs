// Reads images with floor.wasm in Node, for test_floor.py: node read.mjs <folder> <workload>
//
// The folder is one that materials.py has written. The outputs of all images go to stdout, as float32.

import { readFile } from "node:fs/promises";
import process from "node:process";
import { openFloor } from "../page/contenders/floor-network.js";

const [folder, workload] = process.argv.slice(2);
const floats = (/** @type {Buffer} */ { buffer, byteOffset, length }) =>
  new Float32Array(buffer.slice(byteOffset, byteOffset + length));

const description = JSON.parse(await readFile(`${folder}/model.json`, "utf8"));
const binary = await readFile(new URL("floor.wasm", import.meta.url));
const weights = floats(await readFile(`${folder}/model.weights`));
const { predict } = await openFloor(binary, weights, description);

const pixels = floats(await readFile(`${folder}/${workload}.images`));
for (let at = 0; at < pixels.length; at += 784) {
  for (const output of predict(pixels.subarray(at, at + 784))) {
    process.stdout.write(new Uint8Array(Float32Array.from(output).buffer));
  }
}
