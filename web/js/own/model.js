/** A model of one's own: it stays on this computer, says so, and is kept across reloads if the person wishes. */

import { button, make } from "../element.js";

/** @typedef {import("../texts/language.js").Texts["own"]["model"]} Texts */
/** @typedef {{ name: string, bytes: ArrayBuffer }} Kept */

const DATABASE = "glasscnn";
const STORE = "models";
const KEY = "own";

/**
 * Whether a file is ONNX: its name says so, and it is no archive, as an `.npz` is.
 * @param {ArrayBuffer} bytes
 * @param {string} name
 */
export function isOnnx(bytes, name) {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  return name.toLowerCase().endsWith(".onnx") && !(first === 0x50 && second === 0x4b);
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
   * @param {boolean} isKept
   */
  show(title, model, isKept) {
    const act = button("", isKept ? this.texts.forget : this.texts.keep, async () => {
      try {
        await (isKept ? forget() : keep(model));
        this.show(title, model, !isKept);
      } catch {
        this.complain(this.texts.blocked);
      }
    });
    const close = button("", this.texts.close, () => this.hide());
    act.dataset.testid = "own-model-keep";
    close.dataset.testid = "own-model-close";
    this.box.replaceChildren(make("p", "", isKept ? this.texts.kept(title) : this.texts.here(title)), act, close);
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
