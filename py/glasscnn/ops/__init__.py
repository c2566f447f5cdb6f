"""The operators of a convolutional network, each as a textbook would write it.

Every operator is defined twice with the same signature: fast, with whole arrays, and as `…_loops`, one number at a
time. The loops follow the formula; the array version is the one that runs; tests check that both agree. The layout is
(N, C, H, W).
"""

from glasscnn.ops.activations import (
    leaky_relu,
    leaky_relu_loops,
    relu,
    relu_loops,
    sigmoid,
    sigmoid_loops,
    softmax,
    softmax_loops,
    tanh,
    tanh_loops,
)
from glasscnn.ops.batch_norm2d import batch_norm2d, batch_norm2d_loops
from glasscnn.ops.conv2d import conv2d, conv2d_loops
from glasscnn.ops.join import add, add_loops, concat, concat_loops, flatten, flatten_loops
from glasscnn.ops.linear import linear, linear_loops
from glasscnn.ops.pooling import (
    avg_pool2d,
    avg_pool2d_loops,
    global_avg_pool2d,
    global_avg_pool2d_loops,
    max_pool2d,
    max_pool2d_loops,
)

__all__ = [
    "add",
    "add_loops",
    "avg_pool2d",
    "avg_pool2d_loops",
    "batch_norm2d",
    "batch_norm2d_loops",
    "concat",
    "concat_loops",
    "conv2d",
    "conv2d_loops",
    "flatten",
    "flatten_loops",
    "global_avg_pool2d",
    "global_avg_pool2d_loops",
    "leaky_relu",
    "leaky_relu_loops",
    "linear",
    "linear_loops",
    "max_pool2d",
    "max_pool2d_loops",
    "relu",
    "relu_loops",
    "sigmoid",
    "sigmoid_loops",
    "softmax",
    "softmax_loops",
    "tanh",
    "tanh_loops",
]
