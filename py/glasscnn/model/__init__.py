"""Models: the `.npz` file and its checks, and a graph with weights that makes predictions."""

from glasscnn.files import write_atomically
from glasscnn.model.model import Model, Result, load
from glasscnn.model.npz_format import read_model, write_model
from glasscnn.model.shapes import infer_shapes

__all__ = ["Model", "Result", "infer_shapes", "load", "read_model", "write_atomically", "write_model"]
