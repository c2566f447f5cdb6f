"""The lines before an expression, which give names to arrays, and expressions for arrays of the network."""

from collections import Counter

from glasscnn.engine import Node
from glasscnn.explain.forward_pass import ForwardPass
from glasscnn.explain.python_text import factor, per_channel, stage, weight

FLAT = ".reshape(-1)"


class Setup:
    """The lines before an expression, and the names that they define."""

    def __init__(self, reading: ForwardPass) -> None:
        self.reading = reading
        self.lines: list[str] = []
        self._taken: Counter[str] = Counter()
        image = reading.model.graph.input
        normalised = f"({stage(image.name)} - {per_channel(image.mean)}) / {per_channel(image.std)}"
        self._sources = {node: stage(name) for node, name in reading.shown.items()} | {image.name: normalised}

    def let(self, **values: str) -> list[str]:
        """Assign names to values in one line; a name that is in use gets a number."""
        names = []
        for name in values:
            self._taken[name] += 1
            names.append(name if self._taken[name] == 1 else f"{name}{self._taken[name]}")
        self.lines.append(f"{', '.join(names)} = {', '.join(values.values())}")
        return names

    def source(self, name: str) -> str:
        """An expression for a node's output: a stage of the result, or computed from stages by further setup lines."""
        for node in self.reading.way_to(name, self._sources):
            self._sources[node.name] = self._compute(node)
        return self._sources[name]

    def _compute(self, node: Node) -> str:
        """An expression for the output of a node that no stage shows: a flattened array, or a variable of its own."""
        sources = [self._sources[source] for source in node.inputs]
        if node.op == "flatten":  # flattening twice has no effect
            return sources[0] if sources[0].endswith(FLAT) else f"{factor(sources[0])}{FLAT}"
        if "from glasscnn import ops" not in self.lines:
            self.lines.insert(0, "from glasscnn import ops")
        inputs = [f"{factor(source)}[None]" for source in sources]
        arrays = [f"{key}={weight(node, key)}" for key in self.reading.arrays.get(node.name, {})]
        attributes = [f"{key}={value!r}" for key, value in node.attributes.items()]
        return self.let(hidden=f"ops.{node.op}({', '.join([*inputs, *arrays, *attributes])})[0]")[0]

    def import_math(self) -> None:
        """Import what NumPy lacks, the error function."""
        if "import math" not in self.lines:
            self.lines.insert(0, "import math")
