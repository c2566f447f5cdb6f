"""How well a model reads: measured with glasscnn itself, told as numbers, a picture and a model card."""
