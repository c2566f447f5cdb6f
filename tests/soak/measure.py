"""What a page holds: JavaScript's heap, WebAssembly's memory, nodes and listeners."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

# Lets the page's clock jump, for what the page counts in minutes, and has every worker remember its memories.
WATCH = """{
  const now = performance.now.bind(performance);
  let later = 0;
  performance.now = () => now() + later;
  globalThis.skip = (milliseconds) => { later += milliseconds; };

  const remember = `{
    const { Memory } = WebAssembly;
    self.memories = [];
    WebAssembly.Memory = class extends Memory {
      constructor(...given) { super(...given); self.memories.push(this); }
    };
  }`;
  globalThis.Blob = class extends Blob {
    constructor(parts, options) {
      super(options?.type === "text/javascript" ? [remember, ...parts] : parts, options);
    }
  };
}"""
BYTES = "() => self.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)"


@dataclass(frozen=True)
class Held:
    """Bytes and counts at one moment, after a garbage collection."""

    heap: int
    wasm: int
    nodes: int
    listeners: int
    workers: int


def held(page: Page, session: CDPSession) -> Held:
    for _ in range(2):  # what the first collection finalises, the second one frees
        session.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return Held(
        heap=int(metrics["JSHeapUsedSize"]),
        wasm=sum(int(worker.evaluate(BYTES)) for worker in page.workers),
        nodes=int(metrics["Nodes"]),
        listeners=int(metrics["JSEventListeners"]),
        workers=len(page.workers),
    )
