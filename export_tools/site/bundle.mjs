// Joins the page's own code for a visit: node bundle.mjs <release> <style sheets ...>
//
// `release` holds js/ and css/ as they are in web/. Into its folder bundle/ go a handful of files in place of 150, each
// with a source map that leads back to js/ and css/.

import process from "node:process";
import { build } from "esbuild";

const [release, ...sheets] = process.argv.slice(2);
const SETTINGS = {
  absWorkingDir: release,
  outdir: "bundle",
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "error",
  sourcemap: "linked",
  sourcesContent: false,
  target: "es2022",
};
const MODULES = { ...SETTINGS, format: "esm", outbase: "js", splitting: true };
const STYLES = {
  contents: sheets.map((sheet) => `@import "./${sheet}";`).join("\n"),
  resolveDir: release,
  loader: "css",
};

try {
  await build({ ...MODULES, entryPoints: ["js/beginning.js"] });
  await build({ ...MODULES, entryPoints: ["js/main.js"], external: ["./beginning.js"] });
  await build({ ...MODULES, entryPoints: ["js/worker/worker.js"] });
  await build({ ...SETTINGS, entryPoints: ["js/unloaded.js"], format: "iife" });
  await build({ ...SETTINGS, stdin: STYLES, entryNames: "page" });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
