// Bundles the page for the single file: node bundle.mjs <web> <folder with Pyodide's scripts> <out>
//
// `out/page.js` is the page's modules as one; `out/worker.js` is the worker, one classic script that begins with
// Pyodide's own; `out/page.css` is the style sheets as one. All of it is plain ASCII. The two modules that come by files
// (web/js/site-files.js, web/js/worker/boot/source.js) are exchanged for those that take them out of the document.

import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { build } from "esbuild";

const [web, core, out] = process.argv.slice(2).map((path) => resolve(path));
const SMALL = { minify: true, charset: "ascii", legalComments: "none", logLevel: "error" };

const EXCHANGED = new Map([
  [join(web, "js", "site-files.js"), join(web, "js", "host", "single-file", "files.js")],
  [join(web, "js", "worker", "boot", "source.js"), join(web, "js", "host", "single-file", "source.js")],
]);

const exchange = {
  name: "exchange",
  setup({ onResolve }) {
    onResolve({ filter: /\/(site-files|source)\.js$/ }, ({ path, resolveDir }) => {
      const exchanged = EXCHANGED.get(resolve(resolveDir, path));
      return exchanged ? { path: exchanged } : null;
    });
    onResolve({ filter: /^pyodide$/ }, () => ({ path: join(core, "pyodide.mjs") }));
    onResolve({ filter: /^(node:|ws$)/ }, ({ path }) => ({ path, external: true })); // only asked for in Node.js
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
    plugins: [exchange],
    ...SMALL,
  });
  return outputFiles[0].text;
}

try {
  await writeFile(join(out, "page.js"), await bundle("main.js", "esm"));
  const script = await readFile(join(core, "pyodide.asm.js"), "utf8");
  await writeFile(join(out, "worker.js"), `${script}\n${await bundle("worker/worker.js", "iife")}`);
  await build({ entryPoints: [join(web, "css", "index.css")], bundle: true, outfile: join(out, "page.css"), ...SMALL });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
