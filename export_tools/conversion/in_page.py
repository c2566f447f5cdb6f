"""What the page calls to read an ONNX file: in its worker, in a pack that is fetched when somebody first asks for it.

Free of torch and of compiled code; site/onnx_pack.py lists the modules that it needs.
"""

import re

from export_tools.conversion.finish import Wishes, finish
from export_tools.conversion.onnx_file import parse_model
from export_tools.conversion.onnx_reader import read_onnx
from export_tools.errors import ToolError
from glasscnn.errors import ModelError
from glasscnn.model import write_model


def onnx_to_npz(data: bytes, name: str) -> bytes:
    """The bytes of a model file from those of an ONNX file; raises ModelError, named after the file, in a sentence."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", name.removesuffix(".onnx")).strip("-") or "model"
    try:
        draft = read_onnx(parse_model(bytes(data)))
        model = finish(draft, Wishes(stem, card={"made_by": "the page, from ONNX"}))
        return write_model(model.graph, model.weights)
    except (ToolError, ModelError) as error:
        raise ModelError(f"{name}: {error}") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(f"{name}: not readable as ONNX ({type(error).__name__}: {str(error)[:200]})") from error
