"""ONNX's messages without the rest of ONNX: what `import onnx` finds in the page's worker."""

from onnx.onnx_ml_pb2 import ModelProto

__all__ = ["ModelProto"]
