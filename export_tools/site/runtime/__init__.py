"""The files that Python boots from in the browser: downloads, archives, and the package glasscnn_runtime."""
