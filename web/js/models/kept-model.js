/** A person's own model: its files, and where one is kept for later visits (IndexedDB). */

/** @typedef {{ name: string, bytes: ArrayBuffer }} File */
/**
 * A model's file, the files that hold its weights, and the scaling of pixels that a person has chosen.
 * @typedef {File & { files?: File[], scaling?: string | null }} OwnModel
 */
/**
 * How the pixels of an ONNX model are scaled (py/glasscnn_import/in_browser.py): the scaling that is used, the one that the
 * sample digits suggest, whether the samples are read correctly, and how many of the ten are under each scaling.
 * @typedef {{ taken: string, advised: string, isRead: boolean, right: Record<string, number> }} Scaling
 */
/** @typedef {{ unneeded: string[], scaling: Scaling | null }} ImportReport `unneeded`: files that the model does not use */

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

/**
 * The model that was kept, if there is one and storage may be used.
 * @returns {Promise<OwnModel | null>}
 */
export async function keptModel() {
  try {
    const kept = await inStore("readonly", (store) => store.get(KEY));
    return kept?.bytes instanceof ArrayBuffer && typeof kept.name === "string" ? kept : null;
  } catch {
    return null;
  }
}

/** @param {OwnModel} model */
export const keepModel = (model) => inStore("readwrite", (store) => store.put(model, KEY));

export const forgetModel = () => inStore("readwrite", (store) => store.delete(KEY));

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
