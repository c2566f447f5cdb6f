// Bundles the page for the single file: node bundle.mjs <web> <folder with pyodide.mjs> <out>
//
// Writes `out/page.js`, the page's modules; `out/worker.js`, the worker as one classic script, which goes after
// pyodide.asm.js; and `out/page.css`, the style sheets. All are plain ASCII. The two modules that fetch files
// (web/js/site-files.js, web/js/worker/boot/source.js) are replaced by modules that read them from the document. The scripts
// of the sandbox are those of the site (export_tools/site/page/bundle.mjs).

import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [web, core, out] = process.argv.slice(2).map((path) => resolve(path));
const MODULES = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const SMALL = { minify: true, charset: "ascii", legalComments: "none", logLevel: "error" };

const REPLACED = new Map([
  [join(web, "js", "site-files.js"), join(web, "js", "host", "single-file", "files.js")],
  [join(web, "js", "worker", "boot", "source.js"), join(web, "js", "host", "single-file", "source.js")],
]);

const replaceModules = {
  name: "replace-modules",
  setup({ onResolve }) {
    onResolve({ filter: /\/(site-files|source)\.js$/ }, ({ path, resolveDir }) => {
      const replacement = REPLACED.get(resolve(resolveDir, path));
      return replacement ? { path: replacement } : null;
    });
    onResolve({ filter: /^pyodide$/ }, () => ({ path: join(core, "pyodide.mjs") }));
    onResolve({ filter: /^(node:|ws$)/ }, ({ path }) => ({ path, external: true })); // imported in Node.js only
  },
};

/**
 * @param {string} entry
 * @param {"esm" | "iife"} format
 * @returns {Promise<string>}
 */
async function bundle(entry, format) {
  const { outputFiles } = await build({
    entryPoints: [join(web, "js", entry)],
    bundle: true,
    format,
    target: "es2022",
    write: false,
    nodePaths: [MODULES], // `web` may lie outside the repository
    plugins: [replaceModules],
    ...SMALL,
  });
  return outputFiles[0].text;
}

try {
  await writeFile(join(out, "page.js"), await bundle("main.js", "esm"));
  await writeFile(
    join(out, "worker.js"),
    `
${await bundle("worker/worker.js", "iife")}`,
  );
  const names = [
    "index",
    "later",
    "panels/code",
    "panels/interventions",
    "panels/train",
    "panels/weights",
    "input/picture",
  ];
  const sheets = names.map((name) => `@import "./${name}.css";`).join(" ");
  await build({
    stdin: { contents: sheets, loader: "css", resolveDir: join(web, "css") },
    bundle: true,
    outfile: join(out, "page.css"),
    ...SMALL,
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
