"""What becomes dist/: bundles, hashed folders, icons, compressed copies."""
