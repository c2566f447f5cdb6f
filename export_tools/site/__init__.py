"""Builds dist/, the static site: downloads the runtime, packs the archives and the snapshot, writes the page."""
