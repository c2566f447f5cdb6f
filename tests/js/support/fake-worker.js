/**
 * Stand-ins for what python/client.js needs of a browser: a worker, the lock that it holds, and the document's address.
 * Import this module before that one.
 */

export class FakeWorker extends EventTarget {
  /** @type {FakeWorker[]} all that were started, the newest last */
  static started = [];

  constructor() {
    super();
    /** @type {any[]} messages that the page has sent */
    this.received = [];
    this.isTerminated = false;
    FakeWorker.started.push(this);
  }

  /**
   * @param {unknown} message
   * @param {Transferable[]} [transfer]
   */
  postMessage(message, transfer = []) {
    this.received.push(structuredClone(message, { transfer }));
  }

  terminate() {
    this.isTerminated = true;
  }

  /** Send a message to the page. @param {object} message */
  say(message) {
    this.dispatchEvent(new MessageEvent("message", { data: message }));
  }

  /** Report an error that nothing in the worker has caught. @param {string} message */
  crash(message) {
    const event = Object.assign(new Event("error", { cancelable: true }), { message });
    this.dispatchEvent(event);
    return event;
  }

  /** The messages of one type. @param {string} type */
  of(type) {
    return this.received.filter((message) => message.type === type);
  }
}

/** Locks that are held by workers: a request is granted when `release` is called. */
export const locks = {
  /** @type {Map<string, () => void>} */
  waiting: new Map(),

  /**
   * @param {string} name
   * @param {() => void} onGranted
   */
  async request(name, onGranted) {
    this.waiting.set(name, onGranted);
  },

  /** @param {string} name */
  release(name) {
    this.waiting.get(name)?.();
  },
};

for (const [name, value] of Object.entries({
  Worker: FakeWorker,
  document: { baseURI: "https://example.org/" },
  navigator: { locks },
})) {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}
