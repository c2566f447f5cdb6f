"""Writes ONNX, and runs it with ONNX Runtime to compare with."""
