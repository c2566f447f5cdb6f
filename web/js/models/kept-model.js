/** A person's own model: its files, and where one is kept for later visits (IndexedDB). */

import { openDatabase } from "../lib/database.js";

/** @typedef {{ name: string, bytes: ArrayBuffer }} File */
/**
 * What a person has said about an ONNX model: the scaling of its pixels, the output that is read, the names of its classes, and
 * the height and width of its image.
 * @typedef {object} Choices
 * @property {string | null} [scaling]
 * @property {string | null} [output]
 * @property {string[] | null} [classes]
 * @property {[height: number, width: number] | null} [size]
 */
/** @typedef {File & { files?: File[] } & Choices} OwnModel a model's file, and the files that hold its weights */
/**
 * A usual scaling of pixels, (x − mean) / std for each channel, and how many of the ten sample digits are read correctly with
 * it; null if they do not apply.
 * @typedef {{ mean: number[], std: number[], right: number | null }} ScalingCandidate
 */
/**
 * How the pixels of an ONNX model are scaled (py/glasscnn_import/in_browser.py): the scaling that is used, the one that the
 * sample digits suggest, whether the samples are read correctly with that, and all that are usual.
 * @typedef {{ taken: string, advised: string, isRead: boolean, candidates: Record<string, ScalingCandidate> }} Scaling
 */
/** @typedef {{ taken: string, others: string[] }} Output the output of an ONNX model that is read, and further ones */
/**
 * What an import says of a file: `unneeded`, files that the model does not use; `output`, null if there is only one; `scaling` and
 * `classes`, null if the file states them; `head`, what the network's own output is (py/glasscnn_import/head.py).
 * @typedef {object} ImportReport
 * @property {string[]} unneeded
 * @property {"float32" | "float16" | "bfloat16" | "int8"} precision of the file's numbers: of those that are not float32, the page
 *   says so
 * @property {Scaling | null} scaling
 * @property {Output | null} output
 * @property {{ lists: Record<string, string[]> } | null} classes well-known names, as many as there are classes
 * @property {string} head
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
