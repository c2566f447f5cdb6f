"""Imports networks from other frameworks; used by the browser and the command line."""
