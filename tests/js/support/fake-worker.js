/**
 * Fakes of the browser features that python/client.js uses: workers, Web Locks and the address of the document.
 * Import this module before that one.
 */

export class FakeWorker extends EventTarget {
  /** @type {FakeWorker[]} all started workers, the newest last */
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
  send(message) {
    this.dispatchEvent(new MessageEvent("message", { data: message }));
  }

  /** Dispatch an uncaught error of the worker. @param {string} message */
  crash(message) {
    const event = Object.assign(new Event("error", { cancelable: true }), { message });
    this.dispatchEvent(event);
    return event;
  }

  /** The received messages of one type. @param {string} type */
  receivedOf(type) {
    return this.received.filter((message) => message.type === type);
  }
}

/** Web Locks that workers hold: a request is granted when `release` is called. */
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
