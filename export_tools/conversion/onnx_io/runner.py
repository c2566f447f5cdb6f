"""Runs an ONNX file with onnxruntime and returns any of its tensors."""

from collections.abc import Iterable

import numpy as np
import onnxruntime
from onnx import ModelProto

from export_tools.errors import ToolError
from glasscnn_import.draft import OUTPUT, Array
from glasscnn_import.onnx.image_input import ImageInput
from glasscnn_import.onnx.proto import DTYPES, EXTERNAL, External, check_shape, tensor_array


class OnnxRunner:
    """Runs a model; sessions are cached by the tensors that they return."""

    def __init__(self, model: ModelProto, image: ImageInput, output: str, external: External) -> None:
        self.model, self.image, self.output, self.external = model, image, output, external
        kinds = {entry.name: entry.type.tensor_type.elem_type for entry in model.graph.input}
        self.dtype = np.dtype(DTYPES[kinds[image.name]][0])
        weights = {tensor.name for tensor in model.graph.initializer}
        for entry in model.graph.input:
            if entry.name not in weights:
                check_shape(entry.name, tuple(dim.dim_value for dim in entry.type.tensor_type.shape.dim[1:]))
        self.others = {  # inputs that the output does not depend on, but onnxruntime asks for
            entry.name: np.zeros(
                [max(1, dim.dim_value) for dim in entry.type.tensor_type.shape.dim], DTYPES[kinds[entry.name]][0]
            )
            for entry in model.graph.input
            if entry.name not in {image.name, *weights}
        }
        self.sessions: dict[tuple[str, ...], onnxruntime.InferenceSession] = {}

    def __call__(self, images: Array, tensors: Iterable[str]) -> dict[str, Array]:
        """The named tensors, and OUTPUT, for normalised images."""
        pixels = self.image.tensor(images)
        pixels = (np.rint(pixels) if self.image.is_whole else pixels).astype(self.dtype)
        names = tuple(dict.fromkeys([self.output, *tensors]))
        session = self.sessions.get(names) or self._session(names)
        self.sessions[names] = session
        try:
            outputs = session.run(list(names), {self.image.name: pixels, **self.others})
        except Exception as error:  # onnxruntime's errors have no common base class
            raise ToolError(f"onnxruntime cannot run it ({str(error).splitlines()[0][:200]})") from error
        values = {name: np.asarray(array, np.float32) for name, array in zip(names, outputs, strict=True)}
        return {**values, OUTPUT: values[self.output]}

    def _session(self, names: tuple[str, ...]) -> onnxruntime.InferenceSession:
        model = ModelProto()
        model.CopyFrom(self.model)
        present = {entry.name for entry in model.graph.output}
        for name in names:
            if name not in present:
                model.graph.output.add().name = name
        keep_what_leads_to(names, model)
        for tensor in model.graph.initializer:
            if tensor.data_location == EXTERNAL:
                tensor.raw_data = tensor_array(tensor, self.external).tobytes()
                tensor.ClearField("external_data")
                tensor.ClearField("data_location")
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.intra_op_num_threads = 1
        options.log_severity_level = 4  # errors are raised as exceptions too
        try:
            return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ToolError(f"onnxruntime cannot load it ({str(error).splitlines()[0][:200]})") from error


def keep_what_leads_to(names: Iterable[str], model: ModelProto) -> None:
    """Leave out the nodes that none of these tensors depends on, and their outputs: onnxruntime runs every node."""
    wanted, kept = set(names), []
    for node in reversed(model.graph.node):  # in ONNX, a node follows those whose outputs it reads
        if not wanted.isdisjoint(node.output):
            wanted.update(node.input)
            kept.append(node)
    outputs = [entry for entry in model.graph.output if entry.name in set(names)]
    del model.graph.node[:], model.graph.output[:]
    model.graph.node.extend(reversed(kept))
    model.graph.output.extend(outputs)


def framework() -> str:
    """The name and version of the framework."""
    return f"onnxruntime {onnxruntime.__version__}"
