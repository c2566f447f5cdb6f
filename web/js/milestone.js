/** A point on the page's way that is reached once, and that others wait for. */
export class Milestone {
  constructor() {
    /** @type {() => void} */
    this.reach = () => {};
    /** @type {Promise<void>} */
    this.reached = new Promise((resolve) => {
      this.reach = resolve;
    });
  }
}
