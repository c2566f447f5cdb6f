"""The commands of `python -m export_tools`, one module each.

A module `name.py` holds one typed function `command`; its docstring is the help text. What is slow to import or may not
be installed (torch, onnx) is imported inside the function, so that `site` and `serve` run without it.
"""
