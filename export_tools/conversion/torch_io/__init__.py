"""Reads and writes PyTorch's formats: exported programs, TorchScript, checkpoints."""
