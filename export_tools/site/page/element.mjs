// Makes the classic script of the element <glass-cnn> from its module: node element.mjs <module> <script>
//
// A page of somebody else's includes it with one line, without type="module", which also works from a disk.

import { writeFile } from "node:fs/promises";
import process from "node:process";
import { build } from "esbuild";

const [module, script] = process.argv.slice(2);

try {
  const { outputFiles } = await build({
    entryPoints: [module],
    format: "iife",
    minify: true,
    target: "es2022",
    logLevel: "error",
    write: false,
  });
  await writeFile(script, outputFiles[0].contents);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
