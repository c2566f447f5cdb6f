"""Reads and writes what PyTorch has: exported programs, TorchScript, checkpoints."""
