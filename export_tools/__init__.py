"""Trains, converts and verifies models, and builds the site. Imports glasscnn; glasscnn never imports it."""
