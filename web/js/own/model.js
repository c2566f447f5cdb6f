/** A model of one's own: it stays on this computer, says so, and is kept across reloads if the person wishes. */

/** @typedef {typeof import("../texts/en.js").en["own"]["model"]} Texts */
/** @typedef {{ name: string, bytes: ArrayBuffer }} Kept */

const DATABASE = "glasscnn";
const STORE = "models";
const KEY = "own";

/** Whether bytes are no archive, and so no `.npz`: then they are taken for ONNX. @param {ArrayBuffer} bytes @param {string} name */
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
    const sentence = document.createElement("p");
    sentence.textContent = isKept ? this.texts.kept(title) : this.texts.here(title);
    const act = button(isKept ? this.texts.forget : this.texts.keep, "own-model-keep", async () => {
      const done = await (isKept ? forget() : keep(model)).then(
        () => true,
        () => false,
      );
      if (done) {
        this.show(title, model, !isKept);
      } else {
        this.complain(this.texts.blocked);
      }
    });
    this.box.replaceChildren(
      sentence,
      act,
      button(this.texts.close, "own-model-close", () => this.hide()),
    );
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

/**
 * @param {string} text
 * @param {string} testId
 * @param {() => void} act
 */
function button(text, testId, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.dataset.testid = testId;
  made.addEventListener("click", act);
  return made;
}
