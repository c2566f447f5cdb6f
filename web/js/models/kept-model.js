/** A person's own model: its files, and where one is kept for later visits (IndexedDB). */

import { openDatabase } from "../lib/database.js";

/** @typedef {{ name: string, bytes: ArrayBuffer }} File */
/**
 * A model's file, the files that hold its weights, and the scaling of pixels and the output that a person has chosen.
 * @typedef {File & { files?: File[], scaling?: string | null, output?: string | null }} OwnModel
 */
/**
 * How the pixels of an ONNX model are scaled (py/glasscnn_import/in_browser.py): the scaling that is used, the one that the
 * sample digits suggest, whether the samples are read correctly, and how many of the ten are under each scaling.
 * @typedef {{ taken: string, advised: string, isRead: boolean, right: Record<string, number> }} Scaling
 */
/** @typedef {{ taken: string, others: string[] }} Output the output of an ONNX model that is read, and further ones */
/**
 * `unneeded`: files that the model does not use; `output`: null if there is only one.
 * @typedef {{ unneeded: string[], scaling: Scaling | null, output: Output | null }} ImportReport
 */

const LOCAL_HEADER = 30; // bytes before the name of an archive's first file
const GRAPH = "graph.npy";

const DATABASE = "glasscnn";
const STORE = "models";
const KEY = "own";

/**
 * Whether a file is a model file of glasscnn's own: by its name, or by its first entry.
 * @param {File} file
 */
export function isNpz({ name, bytes }) {
  const first = new Uint8Array(bytes, 0, Math.min(LOCAL_HEADER + GRAPH.length, bytes.byteLength)).slice(LOCAL_HEADER);
  return name.toLowerCase().endsWith(".npz") || new TextDecoder().decode(first) === GRAPH;
}

/**
 * Whether a file's name is that of the weights which PyTorch writes beside an .onnx file.
 * @param {File} file
 */
export const isWeights = ({ name }) => name.toLowerCase().endsWith(".data");

/** @param {File} file */
export function isArchive({ bytes }) {
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
async function inStore(mode, act) {
  const database = await openDatabase(DATABASE, STORE);
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  }).finally(() => database.close());
}
