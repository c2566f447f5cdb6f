"""Writes ONNX, and runs it with ONNX Runtime for comparisons."""
