"""The files of dist/: bundles, hashed folders, icons, compressed copies."""
