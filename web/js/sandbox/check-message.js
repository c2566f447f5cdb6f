/** Checks what comes from the sandbox: its messages may be forged by the code that runs there. */

const LONGEST_RESULT = 2_000_000; // characters of JSON
const LONGEST_OUTPUT = 70_000; // characters; Python sends at most 64 kB for a request
const LONGEST_TEXT = 2_000;
const MOST_NUMBERS = 16_000_000; // the weights of the largest model
const MOST_BYTES = 64_000_000; // of pictures, or of a file

/** @type {Record<string, (message: any) => boolean>} by type: whether the other fields are what they should be */
const FIELDS = {
  up: () => true,
  began: ({ id }) => isId(id),
  beat: ({ id, line, locals }) => isId(id) && Number.isInteger(line) && isText(locals, LONGEST_TEXT),
  output: ({ id, text }) => isId(id) && isText(text, LONGEST_OUTPUT),
  needs: ({ id, archive }) => isId(id) && isText(archive, LONGEST_TEXT),
  answer: ({ id, result, numbers, pictures, file }) =>
    isId(id) &&
    isText(result, LONGEST_RESULT) &&
    isWholeArray(numbers, "Float32Array", MOST_NUMBERS) &&
    isWholeArray(pictures, "Uint8ClampedArray", MOST_BYTES) &&
    isWholeArray(file, "Uint8Array", MOST_BYTES),
  failure: ({ id, name, message }) => (id === null || isId(id)) && isText(name, 200) && isText(message, LONGEST_OUTPUT),
};

const OF_FRAME = {
  ready: () => true,
  ended: (/** @type {any} */ { reason }) => isText(reason, LONGEST_TEXT),
};

/**
 * @param {unknown} message
 * @returns {message is import("../protocol/sandbox-messages.js").FromSandbox}
 */
export function isFromSandbox(message) {
  return isOneOf(FIELDS, message);
}

/**
 * @param {unknown} message
 * @returns {message is import("../protocol/sandbox-messages.js").FromFrame}
 */
export function isFromFrame(message) {
  return isOneOf({ ...FIELDS, ...OF_FRAME }, message);
}

/**
 * @param {Record<string, (message: any) => boolean>} kinds
 * @param {any} message
 */
function isOneOf(kinds, message) {
  return (
    typeof message === "object" &&
    message !== null &&
    typeof message.type === "string" &&
    Object.hasOwn(kinds, message.type) &&
    kinds[message.type](message)
  );
}

/** @param {unknown} id */
function isId(id) {
  return Number.isSafeInteger(id) && Number(id) > 0;
}

/**
 * @param {unknown} text
 * @param {number} longest
 */
function isText(text, longest) {
  return typeof text === "string" && text.length <= longest;
}

/**
 * Whether a value is an array of a type that takes its whole buffer: a short view of a huge buffer would be as large. It may
 * come from another realm, so its constructor says nothing.
 * @param {any} array
 * @param {"Float32Array" | "Uint8ClampedArray" | "Uint8Array"} type
 * @param {number} most elements
 */
function isWholeArray(array, type, most) {
  return (
    ArrayBuffer.isView(array) &&
    Object.prototype.toString.call(array) === `[object ${type}]` &&
    Reflect.get(array, "length") <= most &&
    array.byteLength === array.buffer.byteLength
  );
}
