"""Training: data → augmentation → one-cycle schedule → averaged weights → checkpoint."""
