// Bundles the page's own code: node bundle.mjs <release>
//
// `release` holds copies of js/ and css/ from web/. Its new folder bundle/ holds a handful of files instead of 150,
// each with a source map to the files in js/ and css/.

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
 * The static imports of each bundle, by path in `release`.
 * @param {import("esbuild").Metafile[]} metafiles
 */
function importsOf(metafiles) {
  const outputs = metafiles.flatMap(({ outputs }) => Object.entries(outputs));
  const staticImports = (/** @type {{ kind: string, path: string }[]} */ imports) =>
    imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path);
  return Object.fromEntries(
    outputs.filter(([path]) => path.endsWith(".js")).map(([path, { imports }]) => [path, staticImports(imports)]),
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
