// Writes the single file: node write.mjs <release> <out>
//
// `release` is the folder page-… of a built site. The page itself runs the same code to hand out what it shows.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { singleFile } from "../../../web/js/share/single-file/single-file.js";

const [release, out] = process.argv.slice(2);

try {
  const blob = await singleFile({ read: async (path) => new Uint8Array(await readFile(join(release, path))) });
  await writeFile(out, new Uint8Array(await blob.arrayBuffer()));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
