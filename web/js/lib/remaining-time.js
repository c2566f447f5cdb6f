/** Estimates how long a download still takes, from the bytes that have travelled. */

const LEAST = 2000; // milliseconds; before that the rate says little
const MEMORY = 10_000; // milliseconds that the rate is measured over

export class RemainingTime {
  constructor() {
    /** @type {{ loaded: number, now: number }[]} the reports of the last seconds, and the first one before them */
    this.reports = [];
  }

  /**
   * @param {number} loaded bytes
   * @param {number} total bytes
   * @param {number} now milliseconds
   * @returns {number | null} seconds; null while too little has been seen
   */
  after(loaded, total, now) {
    const { reports } = this;
    if (loaded < (reports.at(-1)?.loaded ?? 0)) {
      reports.length = 0; // another download
    }
    reports.push({ loaded, now });
    while (reports.length > 1 && reports[1].now <= now - MEMORY) {
      reports.shift();
    }
    const [first] = reports;
    const rate = (loaded - first.loaded) / (now - first.now); // bytes a millisecond
    return now - first.now >= LEAST && rate > 0 ? (total - loaded) / rate / 1000 : null;
  }
}
