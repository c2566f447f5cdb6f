/** A request to the sandbox that has no answer. */
export class SandboxError extends Error {
  /** The line and the variables of the code when its time was over; −1 and "" if they are not known. */
  line = -1;
  locals = "";

  /**
   * @param {string} kind "stopped" by the person, "overtime", "ended" by itself, "refused" by the page's checks, or the
   *   name of an exception in Python
   * @param {string} message
   */
  constructor(kind, message) {
    super(message);
    this.name = "SandboxError";
    this.kind = kind;
  }
}
