/** A model of one's own: it stays on this computer, says so, and is kept across reloads if the person wishes. */

import { button, make } from "../element.js";

/** @typedef {import("../texts/language.js").Texts["own"]["model"]} Texts */
/** @typedef {{ name: string, bytes: ArrayBuffer }} File */
/** @typedef {File & { files?: File[] }} Kept a model's file, and those with it that hold its weights */
/** @typedef {{ unneeded: string[] }} Found what was found out about an ONNX file (export_tools/conversion/in_page.py) */

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

export class OwnModel {
  /**
   * @param {HTMLElement} box
   * @param {Texts} texts
   * @param {(sentence: string) => void} complain
   */
  constructor(box, texts, complain) {
    this.box = box;
    this.texts = texts;
    this.complain = complain;
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
        this.complain(this.texts.blocked);
      }
    });
    const close = button("", this.texts.close, () => this.hide());
    act.dataset.testid = "own-model-keep";
    close.dataset.testid = "own-model-close";
    const sentences = [isKept ? this.texts.kept(title) : this.texts.here(title)];
    if (found.unneeded.length > 0) {
      sentences.push(this.texts.unneeded(found.unneeded));
    }
    this.box.replaceChildren(make("p", "", sentences.join(" ")), act, close);
    this.box.hidden = false;
  }

  hide() {
    this.box.hidden = true;
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
