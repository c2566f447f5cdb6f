"""Evaluates models with glasscnn and reports the figures as a table, a picture and a model card."""
