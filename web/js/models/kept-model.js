/** A model of one's own: it stays on this computer, says so, and is kept across reloads if the person wishes. */

import { button, make } from "../ui/dom.js";

/** The scalings that there are, the most usual first. */
const SCALINGS = /** @type {const} */ (["unit", "mnist", "signed", "bytes", "inverted"]);

/** @typedef {import("../i18n/language.js").Texts["own"]["model"]} Texts */
/** @typedef {{ name: string, bytes: ArrayBuffer }} File */
/**
 * A model's file, those with it that hold its weights, and how a person has said that pixels are scaled.
 * @typedef {File & { files?: File[], scaling?: string | null }} Kept
 */
/**
 * What was found out about an ONNX file (py/glasscnn_import/in_browser.py): the scaling of the pixels that was taken,
 * the one that the sample digits advise, whether they are read so, and how many of the ten are read right under each.
 * @typedef {{ taken: string, advised: string, isRead: boolean, right: Record<string, number> }} Scaling
 */
/** @typedef {{ unneeded: string[], scaling: Scaling | null }} Found */

const DATABASE = "glasscnn";
const STORE = "models";
const KEY = "own";

/**
 * Whether a file is ONNX: its name says so, and it is no archive, as an `.npz` is.
 * @param {File} file
 */
export function isOnnx({ name, bytes }) {
  return name.toLowerCase().endsWith(".onnx") && !isArchive(bytes);
}

/**
 * Whether a file can be a model, whatever the name of an `.npz` is.
 * @param {File} file
 */
export function isModel({ name, bytes }) {
  return /\.(npz|onnx)$/i.test(name) || isArchive(bytes);
}

/** @param {ArrayBuffer} bytes */
function isArchive(bytes) {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  return first === 0x50 && second === 0x4b;
}

export class OwnModelNotice {
  /**
   * @param {HTMLElement} box
   * @param {Texts} texts
   * @param {{ load: (model: Kept, isKept: boolean) => Promise<void>, showError: (sentence: () => string) => void }} page
   */
  constructor(box, texts, page) {
    this.box = box;
    this.texts = texts;
    this.page = page;
    /** Show it again in the language in force. */
    this.localise = () => {};
  }

  /**
   * Say where the model is, and offer to keep it.
   * @param {string} title
   * @param {Kept} model
   * @param {Found} found
   * @param {boolean} isKept
   */
  show(title, model, found, isKept) {
    const act = button("", isKept ? this.texts.forget : this.texts.keep, async () => {
      try {
        await (isKept ? forget() : keep(model));
        this.show(title, model, found, !isKept);
      } catch {
        this.page.showError(() => this.texts.blocked);
      }
    });
    const close = button("", this.texts.close, () => this.hide());
    act.dataset.testid = "own-model-keep";
    close.dataset.testid = "own-model-close";
    const sentences = [isKept ? this.texts.kept(title) : this.texts.here(title)];
    if (found.unneeded.length > 0) {
      sentences.push(this.texts.unneeded(found.unneeded));
    }
    const pixels = found.scaling ? this.pixels(found.scaling, model, isKept) : [];
    this.localise = () => this.show(title, model, found, isKept);
    this.box.replaceChildren(make("p", "", sentences.join(" ")), ...pixels, act, close);
    this.box.hidden = false;
  }

  /**
   * How pixels are scaled and why, and a choice of it.
   * @param {Scaling} scaling
   * @param {Kept} model
   * @param {boolean} isKept
   */
  pixels(scaling, model, isKept) {
    const texts = this.texts.scaling;
    const select = make("select");
    select.dataset.testid = "own-model-scaling";
    for (const name of SCALINGS) {
      const right = scaling.right[name];
      select.append(new Option(texts.names[name] + (right === undefined ? "" : texts.right(right)), name));
    }
    select.value = scaling.taken;
    select.addEventListener("change", async () => {
      const changed = { ...model, scaling: select.value };
      await this.page.load(changed, isKept);
      this.box.querySelector("select")?.focus(); // it is another one now
      if (isKept) {
        await keep(changed).catch(() => this.page.showError(() => this.texts.blocked));
      }
    });
    return [make("p", "", make("label", "", texts.label, " ", select)), make("p", "", this.reason(scaling))];
  }

  /** @param {Scaling} scaling */
  reason({ taken, advised, isRead, right }) {
    const texts = this.texts.scaling;
    const name = (/** @type {string} */ scaling) => texts.names[/** @type {keyof typeof texts.names} */ (scaling)];
    if (right[taken] === undefined) {
      return texts.unknown;
    }
    if (!isRead) {
      return texts.unread(Math.max(...Object.values(right)));
    }
    const other = taken === advised ? "unit" : advised;
    return other === taken ? texts.read(right[taken]) : texts.instead(right[taken], name(other), right[other]);
  }

  hide() {
    this.box.hidden = true;
    this.localise = () => {};
  }
}

/**
 * The model that was kept, if there is one and storage may be used.
 * @returns {Promise<Kept | null>}
 */
export async function keptModel() {
  try {
    const kept = await inStore("readonly", (store) => store.get(KEY));
    return kept?.bytes instanceof ArrayBuffer && typeof kept.name === "string" ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Kept} model */
const keep = (model) => inStore("readwrite", (store) => store.put(model, KEY));

const forget = () => inStore("readwrite", (store) => store.delete(KEY));

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>}
 */
function inStore(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1); // throws where storage is blocked
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    };
  });
}
