"""Converts PyTorch and ONNX to version-1 `.npz` files, and these to ONNX and TorchScript.

    onnx_reader ─────────────┐
    torch_export ─┐          ├→ builder → draft → fold → finish → Model → onnx_writer, torchscript_writer
    torchscript ──┴→ aten ───┘

Reading ONNX needs only NumPy and ONNX's message classes, so it runs in a browser.
"""

from pathlib import Path


def export_npz(checkpoint: Path, path: Path) -> None:
    """Write the model file of a zoo checkpoint, with batch norm folded, after a comparison with PyTorch."""
    from export_tools.conversion.exporter import export_checkpoint

    export_checkpoint(checkpoint, {"npz": path})
