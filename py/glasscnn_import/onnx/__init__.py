"""Reads ONNX: protocol buffers → sorted nodes → a draft."""
