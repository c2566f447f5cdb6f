"""Bringing models in and out: PyTorch and ONNX into a version-1 `.npz`, and from it into ONNX and TorchScript.

    onnx_reader ─────────────┐
    torch_export ─┐          ├→ builder → draft → fold → finish → Model → onnx_writer, torchscript_writer
    torchscript ──┴→ aten ───┘

Reading ONNX needs NumPy and ONNX's messages only, no torch: it can run in a browser.
"""

from pathlib import Path


def export_npz(checkpoint: Path, path: Path) -> None:
    """Write the model file of a zoo checkpoint, batch norm folded, dropout dropped, compared with PyTorch before."""
    from export_tools.conversion.exporter import export_checkpoint

    export_checkpoint(checkpoint, {"npz": path})
