/** Stands in for the sandbox: records requests, and answers each when it is told to. */

export class SandboxDouble {
  constructor() {
    /** @type {{ task: string, args: any, data: ArrayBuffer, resolve: (answer: any) => void, reject: (error: Error) => void }[]} */
    this.requests = [];
    this.stops = 0;
  }

  /** The tasks that have been requested, with what tells them apart. */
  get asked() {
    return this.requests.map(({ task, args }) => [task, args.source ?? args.name ?? ""].join(" ").trim());
  }

  /**
   * @param {string} task
   * @param {any} args
   * @param {{ data?: ArrayBuffer }} [options]
   * @returns {Promise<any>}
   */
  request(task, args, { data = new ArrayBuffer(0) } = {}) {
    return new Promise((resolve, reject) => this.requests.push({ task, args, data, resolve, reject }));
  }

  /**
   * Answer the newest request, and let what follows from it happen.
   * @param {object | null} result
   */
  async answer(result) {
    this.requests[this.requests.length - 1].resolve({ result, numbers: new Float32Array(), pictures: null });
    await settled();
  }

  /** @param {Error} error that the newest request is rejected with */
  async fail(error) {
    this.requests[this.requests.length - 1].reject(error);
    await settled();
  }

  async stop() {
    this.stops += 1;
    await this.fail(Object.assign(new Error("stopped"), { kind: "stopped" }));
  }
}

/** Everything that promises have to do has been done. */
export const settled = () => new Promise((resolve) => setTimeout(resolve));
