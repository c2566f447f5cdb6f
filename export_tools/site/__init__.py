"""Builds dist/, the static site: fetches the runtime, packs what the worker boots from, writes the page around it."""
