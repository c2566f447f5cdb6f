import assert from "node:assert/strict";
import { test } from "node:test";
import { putBack, takeOut } from "../../py/glasscnn/widget/widget.js";
import { Kernel, KernelWorker, PORT } from "../../web/js/host/single-file/kernel.js";

/**
 * A message there and back, as JSON with buffers that begin somewhere in a larger one.
 * @param {any} message
 */
function sent(message) {
  /** @type {ArrayBuffer[]} */
  const buffers = [];
  const content = JSON.parse(JSON.stringify(takeOut(message, buffers)));
  const views = buffers.map((buffer) => {
    const padded = new Uint8Array(3 + buffer.byteLength);
    padded.set(new Uint8Array(buffer), 3);
    return new DataView(padded.buffer, 3);
  });
  return putBack(content, views);
}

test("a message's arrays arrive as they were, wherever their memory begins", () => {
  const points = new Float32Array([9, 1.5, -2, 9]).subarray(1, 3);
  const message = {
    type: "readInk",
    ink: { points, lengths: new Int32Array([-7]), centre: true },
    needs: [{ scale: 0 }, { scale: 2 }],
    bytes: new Uint8Array([1, 2]).buffer,
    pixels: new Uint8ClampedArray([255, 0]),
    nothing: null,
  };
  const arrived = sent(message);
  assert.deepEqual(arrived, { ...message, ink: { ...message.ink, points: new Float32Array([1.5, -2]) } });
  assert.ok(arrived.pixels instanceof Uint8ClampedArray && arrived.bytes instanceof ArrayBuffer);
});

/** The page's window and the notebook's end of the port, after the notebook has handed the port over. */
function opened() {
  const window = new EventTarget();
  const parent = {};
  Object.assign(globalThis, { parent, addEventListener: window.addEventListener.bind(window) });
  const kernel = new Kernel();
  const { port1, port2 } = new MessageChannel();
  const from = (/** @type {object} */ source, /** @type {MessagePort[]} */ ports) =>
    window.dispatchEvent(Object.assign(new Event("message"), { source, data: { type: PORT }, ports }));
  return { kernel, parent, port1, port2, from };
}

/** @param {MessagePort} port */
const next = (port) =>
  new Promise((resolve) => port.addEventListener("message", ({ data }) => resolve(data), { once: true }));

test("the page asks the notebook around it for files, once for each, and takes a port from nobody else", async () => {
  const { kernel, parent, port1, port2, from } = opened();
  const [first, second] = [kernel.file("build.json"), kernel.file("build.json")];
  const other = new MessageChannel();
  from({}, [other.port2]); // from a stranger
  from(parent, [port2]);
  port1.start();
  assert.deepEqual(await next(port1), { type: "file", name: "build.json" });
  const file = { text: new TextEncoder().encode("A~"), length: 3, isDeflated: true };
  port1.postMessage({ type: "file", name: "build.json", file });
  assert.deepEqual(await first, { text: "A~", length: 3, isDeflated: true });
  assert.equal(await second, await first);
  const blocks = kernel.allBlocks();
  assert.deepEqual(await next(port1), { type: "blocks" });
  port1.postMessage({ type: "blocks", blocks: new TextEncoder().encode("<script>1</script>\n<script>2</script>\n") });
  assert.deepEqual(await blocks, ["<script>1</script>", "<script>2</script>"]);
  for (const port of [port1, port2, other.port1, other.port2]) {
    port.close();
  }
});

test("a worker that was ended hears nothing of what the kernel answers its successor", async () => {
  const { kernel, parent, port1, port2, from } = opened();
  from(parent, [port2]);
  const heard = /** @type {string[]} */ ([]);
  const workers = ["first", "second"].map((name) => {
    const worker = new KernelWorker(kernel);
    worker.addEventListener("message", () => heard.push(name));
    return worker;
  });
  workers[0].terminate();
  workers[1].postMessage(/** @type {any} */ ({ type: "boot" }));
  port1.start();
  assert.deepEqual(await next(port1), { type: "toWorker", message: { type: "boot" } });
  const answered = new Promise((resolve) => kernel.addEventListener("message", resolve, { once: true }));
  port1.postMessage({ type: "fromWorker", message: { type: "lockHeld", lock: "" } });
  await answered;
  assert.deepEqual(heard, ["second"]);
  port1.close();
  port2.close();
});
