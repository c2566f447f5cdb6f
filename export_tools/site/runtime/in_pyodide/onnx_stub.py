"""The package `onnx` in the page's worker: its message classes only."""

from onnx.onnx_ml_pb2 import ModelProto

__all__ = ["ModelProto"]
