/** Checks the results of the sandbox's tasks: each has exactly the fields that the page uses, of the types that it expects. */

/** @import { SandboxAnswer, SandboxTask } from "../protocol/sandbox-messages.js" */

/**
 * Returns the checked copy of a value; throws a TypeError that names what was found.
 * @typedef {(value: any) => any} Check
 */

const LONGEST_TEXT = 64_000; // characters
const MOST_ITEMS = 5_000;

/** @type {Check} */
const text = (value) => {
  if (typeof value !== "string" || value.length > LONGEST_TEXT) {
    throw new TypeError(`expected a text of at most ${LONGEST_TEXT} characters, found ${typeof value}`);
  }
  return value;
};

/** @type {Check} */
const truth = (value) => {
  if (typeof value !== "boolean") {
    throw new TypeError(`expected true or false, found ${typeof value}`);
  }
  return value;
};

/** @type {Check} Python's JSON has words for numbers that are not finite; they become null */
const number = (value) => {
  if (typeof value === "string" && /^(-?inf|-?infinity|nan)$/i.test(value)) {
    return null;
  }
  if (typeof value !== "number") {
    throw new TypeError(`expected a number, found ${typeof value}`);
  }
  return value;
};

/** @type {Check} */
const count = (value) => {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new TypeError(`expected a whole number from 0, found ${String(value).slice(0, 40)}`);
  }
  return value;
};

/** @param {Check} check @returns {Check} */
const orNull = (check) => (value) => (value === null ? null : check(value));

/** @param {Check} check @returns {Check} */
const list = (check) => (value) => {
  if (!Array.isArray(value) || value.length > MOST_ITEMS) {
    throw new TypeError(`expected a list of at most ${MOST_ITEMS} items, found ${typeof value}`);
  }
  return value.map(check);
};

/** @param {Record<string, Check>} fields @returns {Check} */
const object = (fields) => (value) => {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`expected an object, found ${value === null ? "null" : typeof value}`);
  }
  return Object.fromEntries(Object.entries(fields).map(([name, check]) => [name, check(value[name])]));
};

/** @param {Check[]} checks @returns {Check} */
const tuple = (checks) => (value) => {
  if (!Array.isArray(value) || value.length !== checks.length) {
    throw new TypeError(`expected ${checks.length} items, found ${typeof value}`);
  }
  return checks.map((check, place) => check(value[place]));
};

const frame = object({ function: text, file: text, line: count, locals: list(tuple([text, text])) });
const place = orNull(count);
const trouble = orNull(
  object({
    kind: text,
    sentence: text,
    file: text,
    line: place,
    column: place,
    endLine: place,
    endColumn: place,
    frames: list(frame),
  }),
);
const cell = list(count);
const rightOf = object({ right: count, of: count });
const measured = object({ number: count, own: rightOf, strangers: rightOf, confusion: list(list(count)) });
const checked = object({ title: text, passed: truth, sentence: text, cell: orNull(cell), milliseconds: number });

/**
 * The checks of each task's result.
 * @param {Check} picture
 * @returns {Record<SandboxTask, Check>}
 */
function resultChecks(picture) {
  const stage = object({
    name: text,
    agrees: truth,
    largest: orNull(number),
    first: orNull(object({ cell, found: orNull(number), expected: number })),
    own: picture,
    difference: orNull(picture),
  });
  const array = object({
    shape: list(count),
    dtype: text,
    low: orNull(number),
    high: orNull(number),
    picture: orNull(picture),
  });
  return {
    load: object({ name: text, classes: list(text) }),
    colours: () => null,
    lint: object({ trouble }),
    run: object({ trouble, defined: truth, milliseconds: number }),
    read: object({
      trouble,
      label: orNull(count),
      probability: orNull(number),
      milliseconds: orNull(number),
      stages: list(stage),
    }),
    check: object({ trouble, passed: count, of: count, checks: list(checked) }),
    exercise: object({
      name: text,
      title: text,
      functions: list(text),
      replaces: text,
      level: count,
      seconds: number,
      statement: text,
      starter: text,
      checks: list(text),
      hints: list(text),
      solution: text,
    }),
    console: object({ trouble, shown: text, array: orNull(array) }),
    names: object({ names: list(object({ name: text, kind: text })) }),
    trainBegin: object({
      of: count,
      classes: list(text),
      added: list(text),
      features: count,
      learned: count,
      remembered: count,
      heldOut: count,
      strangers: count,
    }),
    trainSlice: object({
      number: count,
      losses: list(number),
      measured: list(measured),
      diverged: orNull(object({ number: count, kept: count })),
      done: truth,
    }),
    trainDiscard: () => null,
  };
}

/**
 * The checked result of a task.
 * @template {SandboxTask} T
 * @param {T} task
 * @param {string} json
 * @param {Float32Array<ArrayBuffer>} numbers
 * @param {Uint8ClampedArray<ArrayBuffer>} pictures
 * @param {Uint8Array<ArrayBuffer>} file
 * @returns {SandboxAnswer<T>}
 * @throws {TypeError} if it is not what the task answers
 */
export function checkedAnswer(task, json, numbers, pictures, file) {
  const shape = object({ offset: count, width: count, height: count });
  const picture = (/** @type {unknown} */ value) => {
    const { offset, width, height } = shape(value);
    if (width === 0 || height === 0 || offset + 4 * width * height > pictures.length) {
      throw new TypeError(`a picture of ${width} × ${height} pixels lies outside of the ${pictures.length} bytes`);
    }
    return { offset, width, height };
  };
  const { result } = object({ result: resultChecks(picture)[task] })(parsed(json));
  return { result, numbers, pictures, file };
}

/** @param {string} json */
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    throw new TypeError("expected JSON");
  }
}
