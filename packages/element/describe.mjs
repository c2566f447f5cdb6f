// Describes the element for editors and frameworks: node describe.mjs <folder>
//
// From the JSDoc of glass-cnn.js in that folder it writes the types, glass-cnn.d.ts, and the custom-elements manifest,
// custom-elements.json (https://github.com/webcomponents/custom-elements-manifest).

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { create, ts as parser } from "@custom-elements-manifest/analyzer";
import ts from "typescript";

const MODULE = "glass-cnn.js";
const [folder] = process.argv.slice(2);

const types = ts.createProgram([join(folder, MODULE)], {
  allowJs: true,
  declaration: true,
  emitDeclarationOnly: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
});
types.emit();

const source = await readFile(join(folder, MODULE), "utf8");
const file = parser.createSourceFile(MODULE, source, parser.ScriptTarget.ES2022, true);
const manifest = create({ modules: [file] });
for (const declaration of manifest.modules[0].declarations) {
  declaration.events = declaration.events?.filter(({ name }) => name); // events are dispatched by names that are not literals
}
await writeFile(join(folder, "custom-elements.json"), `${JSON.stringify(manifest, null, 2)}\n`);
