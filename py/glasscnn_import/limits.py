"""Limits of an import, beside those of the model that it makes (`glasscnn.model.limits`)."""

LARGEST_TENSOR = 2**24
"""Numbers of one array: a model file holds no more."""

LARGEST_BATCH = 2**16
"""Images that a file with a fixed batch takes at a time."""
