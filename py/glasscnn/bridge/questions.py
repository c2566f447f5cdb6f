"""The page's questions about a reading, one method per question, as declared in web/js/protocol/questions.js."""

import numpy as np
import numpy.typing as npt

from glasscnn.bridge.cell_json import plain_cell, plain_place
from glasscnn.bridge.encoding import Payload, Plain, parse_arguments, to_json
from glasscnn.bridge.palette import Palette
from glasscnn.bridge.preprocessing_steps import ImageStep, image_steps
from glasscnn.bridge.rendering import enlarged, picture_of
from glasscnn.bridge.session import Session
from glasscnn.colormap import Colours, Table, diverging, packed, value_range
from glasscnn.errors import QuestionError
from glasscnn.explain import (
    Place,
    Reach,
    Summary,
    before_activation,
    explain_cell,
    explain_receptive_field,
    find_contributions,
    find_evidence,
    find_familiarity,
    find_kernels,
    image_window,
    summarise,
)
from glasscnn.explain.occlusion import patches_overlap, side_and_step
from glasscnn.preprocess import image_feature_at, ink_feature_at

MAX_TERMS = 128
"""The maximum number of terms of a step; the smallest terms beyond it are replaced by their sum."""

MAX_CONTRIBUTIONS = 12
"""The maximum number of contributions to the difference of two logits; the others are replaced by their sum."""


class Questions:
    """The questions about the newest reading of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.payload = Payload()

    def answer(self, question: str, arguments: str) -> str:
        """The answer as JSON, `{"result": …}`; raises QuestionError for an unknown question or wrong arguments."""
        with np.errstate(all="ignore"):  # infinity and NaN are shown as they are
            return to_json({"result": self._answer(question, arguments)})

    def _answer(self, question: str, arguments: str) -> Plain:
        match question:
            case "cell":
                return self.cell(*parse_arguments(arguments, stage=str, channel=int, row=int, column=int))
            case "field":
                return self.field(*parse_arguments(arguments, stage=str, channel=int, row=int, column=int))
            case "evidence":
                return self.evidence(*parse_arguments(arguments, label=int, other=int, method=str, background=str))
            case "contributions":
                return self.contributions(*parse_arguments(arguments, label=int, other=int))
            case "familiarity":
                parse_arguments(arguments)
                return self.familiarity()
            case "inkSteps":
                parse_arguments(arguments)
                return self.ink_steps()
            case "kernels":
                return self.kernels(*parse_arguments(arguments, stage=str))
            case "beforeRelu":
                return self.before_relu(*parse_arguments(arguments, stage=str))
            case "summaries":
                parse_arguments(arguments)
                return self.summaries()
            case "colours":
                return self.colours(*parse_arguments(arguments, scope=str, colormap=str))
            case _:
                raise QuestionError(f"there is no question {question!r}")

    def cell(self, stage: str, channel: int, row: int, column: int) -> Plain:
        """The computation of a cell."""
        return plain_cell(explain_cell(self.session.reading, stage, Place(channel, row, column), MAX_TERMS))

    def field(self, stage: str, channel: int, row: int, column: int) -> Plain:
        """The receptive field of a cell, also on the pad, and the cells that depend on it."""
        place = Place(channel, row, column)
        found = explain_receptive_field(self.session.reading, stage, place)
        image = found.back.get(self.session.reading.input_name)
        mask = np.zeros((1, 1), bool) if image is None else image.mask
        if stage == self.session.reading.input_name:
            mask = np.zeros(self.session.reading.shape(stage)[1:], bool)
            mask[row, column] = True
        return {
            "place": plain_place(stage, place),
            "back": {name: self._reach(reach) for name, reach in found.back.items()},
            "forward": {name: self._reach(reach) for name, reach in found.forward.items()},
            "pad": self._on_pad(mask),
        }

    def _reach(self, reach: Reach) -> Plain:
        return {"channels": reach.channels, "mask": self.payload.put_numbers(reach.mask), "direct": reach.direct}

    def _on_pad(self, mask: npt.NDArray[np.bool_]) -> Plain:
        """The rectangle on the pad that corresponds to the marked pixels of the image."""
        placement = self.session.placement
        if placement is None or not mask.any():
            return None
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        left, top = placement.on_pad(float(columns[0]), float(rows[0]))
        right, bottom = placement.on_pad(float(columns[-1]) + 1, float(rows[-1]) + 1)
        return {"left": left, "top": top, "right": right, "bottom": bottom}

    def evidence(self, label: int, other: int, method: str, background: str) -> Plain:
        """How much each place contributes to a class, in colours for a dark or a light page.

        The colours span the range of this class and of another one beside it.
        """
        session = self.session
        found = session.evidence.get(method)
        if found is None:
            found = session.evidence[method] = find_evidence(session.reading, method)
        self._check_classes(label, other)
        table = self._table_on(background)
        grid = found.maps[label]
        low, high = value_range(found.maps[[label, other]], signed=True)
        _, height, width = session.model.graph.input.shape
        return {
            "label": label,
            "method": found.method,
            "exact": found.exact,
            "stage": found.stage,
            "map": self.payload.put_numbers(grid),
            "picture": self._picture(enlarged(grid, height, width)[None], low, high, packed(table)),
            "colours": self.payload.put_picture(table[None]),
            "scale": {"low": low, "high": high, "colormap": "diverging"},
            "window": self._window(found.stage),
            "patch": self._patch() if found.method == "occlusion" else None,
            "logit": float(found.logits[label]),
            "bias": found.rest(label),
            "sum": float(grid.sum(dtype=np.float64)),
            "probability": float(session.model.plan.outputs[session.model.probabilities_node][label]),
        }

    def _check_classes(self, *labels: int) -> None:
        classes = len(self.session.model.graph.classes)
        for label in labels:
            if not 0 <= label < classes:
                raise QuestionError(f"there is no class {label}; there are {classes}, counted from 0")

    def _table_on(self, background: str) -> Table:
        """The colours of signed values on a dark or a light page."""
        match background:
            case "dark":
                return self.session.palette.tables["diverging"]
            case "light":
                return diverging(on_white=True)
            case _:
                raise QuestionError(f"there is no background {background!r}; there are dark, light")

    def _window(self, stage: str) -> Plain:
        """The height and width of the window on the image that a cell of a stage, or of a node, is computed from."""
        reading = self.session.reading
        names = {stage: node for node, stage in reading.shown.items()}
        rows, columns = image_window(reading, names.get(stage, stage))
        _, height, width = self.session.model.graph.input.shape
        return [min(rows.length, height), min(columns.length, width)]

    def _patch(self) -> Plain:
        """The height and width of the patches of occlusion, and how far they move down and across, in pixels."""
        model = self.session.model
        overlap = patches_overlap(model)
        (height, down), (width, across) = (side_and_step(size, overlap) for size in model.graph.input.shape[1:])
        return [height, width, down, across]

    def contributions(self, label: int, other: int) -> Plain:
        """What contributes to the logit of one class more than to that of another, the largest first."""
        self._check_classes(label, other)
        found = find_contributions(self.session.reading, label, other)
        if found is None:
            return None
        products, order = found.products, found.order
        return {
            "label": label,
            "other": other,
            "source": found.source,
            "averages": found.averages,
            "terms": [
                {
                    "index": int(index),
                    "value": float(found.values[index]),
                    "weight": float(found.weights[index]),
                    "product": float(products[index]),
                }
                for index in order[:MAX_CONTRIBUTIONS]
            ],
            "rest": {
                "count": max(0, len(order) - MAX_CONTRIBUTIONS),
                "value": float(products[order[MAX_CONTRIBUTIONS:]].sum()),
            },
            "bias": found.bias,
            "difference": found.difference,
        }

    def familiarity(self) -> Plain:
        """Whether the image is like those that the network was trained on; None for a model that cannot tell."""
        score = find_familiarity(self.session.reading)
        return None if score is None else {"score": score}

    def ink_steps(self) -> Plain:
        """The preprocessing steps, with the prediction for the image of each step."""
        return {"steps": [self._ink_step(step) for step in image_steps(self.session)]}

    def _ink_step(self, step: ImageStep) -> Plain:
        low, high = (0.0, 1.0) if step.colormap == "grey" else value_range(step.maps, signed=True)
        return {
            "name": step.name,
            "applied": step.applied,
            "picture": self._picture(step.maps[:1], low, high, self.session.palette.colours[step.colormap]),
            "facts": step.facts,
            "label": int(step.probabilities.argmax()),
            "probabilities": step.probabilities.tolist(),
        }

    def kernels(self, stage: str) -> Plain:
        """A stage's kernels, and how often and where each activates; None for a stage without kernels."""
        reading = self.session.reading
        found, node = find_kernels(reading, stage), reading.node_of(stage)
        if found is None:
            return None
        low, high = value_range(found.weight, signed=True)
        return {
            "node": found.node,
            "op": found.op,
            "canMute": found.can_mute,
            "inChannels": found.weight.shape[1],
            "size": list(found.weight.shape[2:]),
            "scale": {"low": low, "high": high, "colormap": "diverging"},
            "kernels": [
                {
                    "channel": channel,
                    "weight": self.payload.put_numbers(weight),
                    "picture": self._picture(weight, low, high, gap=1),
                    "bias": float(found.bias[channel]),
                    "share": float(found.share[channel]),
                    "largest": reading.value(node, place),
                    "row": place.row,
                    "column": place.column,
                }
                for channel, (weight, place) in enumerate(zip(found.weight, found.largest, strict=True))
            ],
        }

    def before_relu(self, stage: str) -> Plain:
        """A stage's numbers before its activation function; None for a stage without one."""
        found = before_activation(self.session.reading, stage)
        if found is None:
            return None
        node, numbers = found
        low, high = value_range(numbers, signed=True)
        canvas = next(view.canvas for view in self.session.views if view.stage.name == stage)
        return {
            "node": node,
            "numbers": self.payload.put_numbers(numbers),
            "picture": self._picture(numbers, low, high, columns=canvas.columns, gap=canvas.gap),
            "scale": {"low": low, "high": high, "colormap": "diverging"},
        }

    def colours(self, scope: str, colormap: str) -> Plain:
        """Set the colours of the stages from the next reading on."""
        palette = Palette(scope, colormap)
        self.session.colour(palette)
        return {"colormaps": palette.plain_tables()}

    def _picture(
        self,
        maps: npt.NDArray[np.float32],
        low: float,
        high: float,
        colours: Colours | None = None,
        columns: int | None = None,
        gap: int = 0,
    ) -> Plain:
        """Paint maps side by side, in diverging colours unless others are given; returns the picture's place."""
        colours = self.session.palette.colours["diverging"] if colours is None else colours
        return self.payload.put_picture(picture_of(maps, colours, low, high, columns, gap))

    def summaries(self) -> Plain:
        """Summary statistics of each stage."""
        return {"stages": [self._summary(summary) for summary in summarise(self.session.reading)]}

    def _summary(self, summary: Summary) -> Plain:
        return {
            "stage": summary.stage,
            "op": summary.op,
            "finite": summary.finite,
            "maps": summary.maps,
            "silent": summary.silent,
            "share": summary.share,
            "brightest": {**summary.brightest._asdict(), "value": summary.value},
            "under": None if summary.centre is None else self._under(*summary.centre),
            "order": [{"channel": channel, "value": value} for channel, value in summary.order],
        }

    def _under(self, row: float, column: float, step: float) -> str:
        """The ink feature at the centre of a receptive field; for an image, as far as its pixels tell."""
        session = self.session
        if session.read_strokes is None:
            return image_feature_at(session.model.plan.image[0], column, row, step / 2)
        placement = session.placement
        if placement is None:
            return "paper"
        return ink_feature_at(session.placed_strokes, placement.radius, column, row, step / 2)
