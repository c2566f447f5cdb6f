/** How to get a model out of other frameworks: one line for each, to copy. */

import { sharing } from "../i18n/en/sharing.js";
import { addTexts, texts } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";
import { CopyField } from "./copy-field.js";
import { openDialog } from "./small-dialog.js";

/** Code is the same in every language. */
const LINES = /** @type {const} */ ({
  pytorch: 'torch.onnx.export(model.eval(), torch.zeros(1, 1, 28, 28), "model.onnx")',
  keras: 'model.export("model.onnx", format="onnx")',
  sklearn:
    'open("model.onnx", "wb").write(skl2onnx.to_onnx(model, X[:1].astype("float32"), options={"zipmap": False}).SerializeToString())',
});

/** Add the texts of the dialog. @throws {Error} if those of the current language cannot be loaded */
export const loadTexts = () => addTexts("sharing", { sharing });

/** @param {() => void} chooseFiles */
export function openExportLines(chooseFiles) {
  const words = texts.sharing.exportLines;
  const choose = button("primary", words.choose, () => {
    dialog.close();
    chooseFiles();
  });
  choose.dataset.testid = "export-lines-choose";
  const fields = Object.entries(LINES).map(([name, line]) => {
    const framework = /** @type {keyof typeof LINES} */ (name);
    const field = new CopyField(Object.assign(make("textarea"), { rows: 2 }), `sharing.exportLines.${framework}.name`);
    field.show(line);
    field.field.dataset.testid = `export-line-${name}`;
    const { name: title, note } = words[framework];
    return make("section", "", make("h3", "", title), field.element, make("p", "share-note", note));
  });
  const dialog = openDialog("export-lines", words.title, ...fields, make("p", "", words.after), choose);
}
