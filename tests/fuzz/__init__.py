"""Model files with something wrong in their meaning: valid archives with graphs that no honest tool would write."""
