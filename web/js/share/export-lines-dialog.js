/** How to get a model out of other frameworks: one line for each, to copy. */

import { sharing } from "../i18n/en/sharing.js";
import { addTexts, localise, texts } from "../i18n/language.js";
import { button, make } from "../ui/dom.js";
import { CopyField } from "./copy-field.js";

/** Code is the same in every language. */
const LINES = /** @type {const} */ ({
  pytorch: 'torch.onnx.export(model.eval(), torch.zeros(1, 1, 28, 28), "model.onnx")',
  keras: 'model.export("model.onnx", format="onnx")',
  sklearn:
    'open("model.onnx", "wb").write(skl2onnx.to_onnx(model, X[:1].astype("float32"), options={"zipmap": False}).SerializeToString())',
});

/** Add the texts of the dialog. @throws {Error} if those of the current language cannot be loaded */
export const loadTexts = () => addTexts("sharing", { sharing });

export class ExportLinesDialog {
  /** @param {() => void} chooseFiles */
  constructor(chooseFiles) {
    const words = texts.sharing.exportLines;
    const heading = make("h2", "", words.title);
    heading.id = "export-lines-title";
    const close = localise(
      button("quiet", "✕", () => this.element.close()),
      { label: "page.close" },
    );
    close.dataset.testid = "export-lines-close";
    const choose = button("primary", words.choose, () => {
      this.element.close();
      chooseFiles();
    });
    choose.dataset.testid = "export-lines-choose";
    const fields = Object.entries(LINES).map(([name, line]) => {
      const framework = /** @type {keyof typeof LINES} */ (name);
      const field = new CopyField(
        Object.assign(make("textarea"), { rows: 2 }),
        `sharing.exportLines.${framework}.name`,
      );
      field.show(line);
      field.field.dataset.testid = `export-line-${name}`;
      const { name: title, note } = words[framework];
      return make("section", "", make("h3", "", title), field.element, make("p", "share-note", note));
    });
    const panel = make("div", "share-panel", ...fields, make("p", "", words.after), choose);
    this.element = make("dialog", "share-dialog", make("div", "share-head", heading, close), panel);
    this.element.dataset.testid = "export-lines";
    this.element.setAttribute("aria-labelledby", heading.id);
    this.element.addEventListener("click", ({ target }) => target === this.element && this.element.close());
    this.element.addEventListener("close", () => this.element.remove()); // the next one is in the language of its time
  }

  open() {
    document.body.append(this.element);
    this.element.showModal();
  }
}
