// Bundles the page's own code: node bundle.mjs <release> <pyodide.mjs>
//
// `release` holds copies of js/ and css/ from web/. Its new folder bundle/ holds a handful of files instead of 150,
// each with a source map to the files in js/ and css/. The sandbox has two scripts of its own: that of its frame, and that of
// its worker, which contains Pyodide's module and goes after pyodide.asm.js.

import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { build } from "esbuild";

const [release, pyodide] = process.argv.slice(2);

/**
 * Finds npm packages in this repository, since `release` lies outside; under their own names, so that source maps, and with
 * them the hash of the release, do not depend on where the repository lies.
 * @type {import("esbuild").Plugin}
 */
const packages = {
  name: "packages",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@[a-z]+\/)?[a-z][a-z0-9-]*$/ }, ({ kind, path }) =>
      kind === "import-statement" ? { path, namespace: "npm", sideEffects: false } : null,
    );
    onLoad({ filter: /.*/, namespace: "npm" }, async ({ path }) => ({
      contents: await readFile(new URL(import.meta.resolve(path)), "utf8"),
    }));
  },
};

const SETTINGS = {
  absWorkingDir: release,
  outdir: "bundle",
  plugins: [packages],
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "error",
  sourcemap: "linked",
  sourcesContent: false,
  target: "es2022",
};

/**
 * Puts all that a start needs into one chunk. esbuild makes a chunk for every set of entry points that share modules, and
 * each module that is loaded later is an entry point; here, each is given an import of the whole page, which is there by
 * then, so that there is only one such set.
 * @type {import("esbuild").Plugin}
 */
const oneChunkForTheStart = {
  name: "one-chunk-for-the-start",
  setup({ onResolve, onLoad }) {
    const whole = join(release, "js", "app", "app.js");
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
      kind === "dynamic-import" ? { path: resolve(resolveDir, path), pluginData: "later" } : null,
    );
    onLoad({ filter: /\.js$/ }, async ({ path, pluginData }) =>
      pluginData === "later" ? { contents: `${await readFile(path, "utf8")}\nimport ${JSON.stringify(whole)};` } : null,
    );
  },
};

/**
 * Replaces the module that fetches files by one that does not, and `pyodide` by the given file.
 * @type {import("esbuild").Plugin}
 */
const handedFiles = {
  name: "handed-files",
  setup({ onResolve }) {
    onResolve({ filter: /\/source\.js$/ }, () => ({
      path: join(release, "js", "worker", "sandbox", "handed-source.js"),
    }));
    onResolve({ filter: /^pyodide$/ }, () => ({ path: resolve(pyodide) }));
    onResolve({ filter: /^(node:|ws$)/ }, ({ path }) => ({ path, external: true })); // imported in Node.js only
  },
};

const SANDBOX = { ...SETTINGS, format: "iife", charset: "ascii", sourcemap: false };

/** Of the first screen, of what is loaded after the start, and of the parts that are loaded when they are opened. */
const SHEETS = {
  page: "css/index.css",
  later: "css/later.css",
  code: "css/panels/code.css",
  interventions: "css/panels/interventions.css",
  train: "css/panels/train.css",
  weights: "css/panels/weights.css",
  picture: "css/input/picture.css",
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
    await build({
      ...MODULES,
      entryPoints: ["js/main.js"],
      external: ["./early-start.js"],
      plugins: [packages, oneChunkForTheStart],
    }),
    await build({ ...MODULES, entryPoints: ["js/worker/worker.js"] }),
  ];
  await build({ ...SETTINGS, entryPoints: ["js/load-error.js"], format: "iife" });
  await build({ ...SANDBOX, entryPoints: { "sandbox-frame": "js/sandbox/frame-script.js" } });
  await build({
    ...SANDBOX,
    entryPoints: { "sandbox-worker": "js/worker/sandbox/sandbox-worker.js" },
    plugins: [handedFiles],
  });
  await build({ ...SETTINGS, entryPoints: SHEETS });
  const imports = importsOf(modules.map(({ metafile }) => metafile));
  await writeFile(join(release, "imports.json"), JSON.stringify(imports));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
