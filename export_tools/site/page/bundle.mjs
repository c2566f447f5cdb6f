// Joins the page's own code for a visit: node bundle.mjs <release>
//
// `release` holds js/ and css/ as they are in web/. Into its folder bundle/ go a handful of files in place of 150, each
// with a source map that leads back to js/ and css/.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { build } from "esbuild";

const [release] = process.argv.slice(2);
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
const MODULES = { ...SETTINGS, format: "esm", outbase: "js", splitting: true, metafile: true };

/**
 * The bundles that each bundle imports at once, by their path in `release`.
 * @param {import("esbuild").Metafile[]} metafiles
 */
function importsOf(metafiles) {
  const outputs = metafiles.flatMap(({ outputs }) => Object.entries(outputs));
  const atOnce = (/** @type {{ kind: string, path: string }[]} */ imports) =>
    imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path);
  return Object.fromEntries(
    outputs.filter(([path]) => path.endsWith(".js")).map(([path, { imports }]) => [path, atOnce(imports)]),
  );
}

try {
  const modules = [
    await build({ ...MODULES, entryPoints: ["js/early-start.js"] }),
    await build({ ...MODULES, entryPoints: ["js/main.js"], external: ["./early-start.js"] }),
    await build({ ...MODULES, entryPoints: ["js/worker/worker.js"] }),
  ];
  await build({ ...SETTINGS, entryPoints: ["js/load-error.js"], format: "iife" });
  await build({ ...SETTINGS, entryPoints: { page: "css/index.css" } });
  const imports = importsOf(modules.map(({ metafile }) => metafile));
  await writeFile(join(release, "imports.json"), JSON.stringify(imports));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
