"""The commands of `python -m export_tools`, one module each.

Each module has one typed function `command`, whose docstring is the help text. Packages that are slow to import or
optional (torch, onnx) are imported inside the function, so that `site` and `serve` run without them.
"""
