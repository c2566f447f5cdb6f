"""Reads ONNX: protocol buffers → nodes in order → a draft."""
