"""The contenders and what is measured."""

from dataclasses import dataclass

from tests.bench.networks import NETWORKS

PAGES = "/page/contenders/"


@dataclass(frozen=True)
class Entry:
    """A row of the inference table: a contender, a model and the kind of change between images."""

    key: str
    title: str
    page: str  # its page and query
    workload: str  # "dense": all pixels change; "stroke": 5 × 5 pixels change
    model: str = "gap10"

    @property
    def peer(self) -> str:
        """The key of the entry that this one is held against: ONNX Runtime Web with the same model."""
        return "ort" if self.model == "gap10" else f"{self.model}_ort"

    def as_json(self) -> dict[str, str]:
        """The arguments of speed.js."""
        address = f"{PAGES}{self.page}"
        address += ("&" if "?" in address else "?") + f"model={self.model}"
        return {"key": self.key, "page": address, "model": self.model, "workload": self.workload}


GAP10 = (
    Entry("stroke", "glasscnn, 5 × 5-pixel stroke", "ours.html", "stroke"),
    Entry("full", "glasscnn, whole image", "ours.html", "dense"),
    Entry("full_numpy", "glasscnn, whole image, NumPy's own loops", "ours.html?loops=numpy", "dense"),
    Entry("stroke_painted", "glasscnn, stroke, painted too", "ours.html?painted", "stroke"),
    Entry("worker_stroke", "glasscnn, stroke, worker round trip", "ours-worker.html", "stroke"),
    Entry("ort", "ONNX Runtime Web, wasm", "ort.html", "dense"),
    Entry("ort_stroke", "ONNX Runtime Web, wasm, stroke", "ort.html", "stroke"),
    Entry("floor", "hand-written SIMD without Python", "floor.html", "dense"),
    Entry("tfjs_wasm", "TensorFlow.js, wasm", "tfjs-wasm.html", "dense"),
    Entry("tfjs_cpu", "TensorFlow.js, cpu", "tfjs-cpu.html", "dense"),
    Entry("convnetjs", "ConvNetJS", "convnetjs.html", "dense"),
    Entry("plain_js", "plain JavaScript", "plain-js.html", "dense"),
    Entry("stock", "Pyodide, the documented way", "stock.html", "dense"),
)


def against_ort(model: str, title: str) -> tuple[Entry, ...]:
    """The entries of a model other than gap10: glasscnn and ONNX Runtime Web."""
    return (
        Entry(f"{model}_stroke", f"{title}: glasscnn, 5 × 5-pixel stroke", "ours.html", "stroke", model),
        Entry(f"{model}_full", f"{title}: glasscnn, whole image", "ours.html", "dense", model),
        Entry(f"{model}_ort", f"{title}: ONNX Runtime Web, wasm", "ort.html", "dense", model),
    )


DEEP = against_ort("deep", "deep")
LARGER = tuple(against_ort(network.key, network.title) for network in NETWORKS)


@dataclass(frozen=True)
class Visit:
    """A row of the boot table: a page that boots and makes a first prediction."""

    key: str
    title: str
    address: str


VISITS = (
    Visit("ours", "glasscnn, its worker", f"{PAGES}ours-boot.html"),
    Visit("ours_plain", "glasscnn, its worker, ?boot=plain", f"{PAGES}ours-boot.html?boot=plain"),
    Visit("page", "glasscnn, the whole page", "/site/"),
    Visit("page_plain", "glasscnn, the whole page, ?boot=plain", "/site/?boot=plain"),
    Visit("ort", "ONNX Runtime Web, wasm", f"{PAGES}ort.html"),
    Visit("tfjs_wasm", "TensorFlow.js, wasm", f"{PAGES}tfjs-wasm.html"),
    Visit("tfjs_cpu", "TensorFlow.js, cpu", f"{PAGES}tfjs-cpu.html"),
    Visit("convnetjs", "ConvNetJS", f"{PAGES}convnetjs.html"),
    Visit("plain_js", "plain JavaScript", f"{PAGES}plain-js.html"),
    Visit("stock", "Pyodide, the documented way", f"{PAGES}stock.html"),
)
