// gap10's whole forward pass in C with SIMD, for one image: the floor that Python in the browser is measured against.
//
// The sizes are constants, nothing is allocated, and the image is read from and all maps are written to fixed memory.

enum {
  SIDE = 28,
  CELLS = SIDE * SIDE,
  ROW = 32,                   // of a map with a border of zeros, a multiple of the vectors' length
  PADDED = (SIDE + 2) * ROW,
  CHANNELS = 10,
  HALF = SIDE / 2,
  TAPS = 9,                   // of a 3 × 3 kernel
  TOGETHER = 5,               // channels computed together: with 2 vectors, their sums fill 10 of 16 registers
  LANES = 4,
};

typedef float Lanes __attribute__((vector_size(16)));
typedef float Unaligned __attribute__((vector_size(16), aligned(4)));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define ROLLED _Pragma("clang loop unroll(disable)") // V8 keeps the sums of a small loop in registers

// What JavaScript writes and reads; `weights` in the order of model.weights.
float image[CELLS];
float scaling[2]; // mean, deviation
struct {
  float weight1[CHANNELS * TAPS], bias1[CHANNELS];
  float weight2[CHANNELS * CHANNELS * TAPS], bias2[CHANNELS];
  float weight3[CHANNELS * CHANNELS], bias3[CHANNELS];
} weights;
float maps1[CHANNELS * CELLS];
float maps2[CHANNELS * CELLS];
float pooled[CHANNELS * HALF * HALF];
float probabilities[CHANNELS];

static float padded0[PADDED];
static float padded1[CHANNELS * PADDED];
static float packed1[CHANNELS * TAPS];
static float packed2[CHANNELS * CHANNELS * TAPS];

double exp(double x); // JavaScript's

INLINE Lanes load(const float *p) { return *(const Unaligned *)p; }
INLINE void store(float *p, Lanes x) { *(Unaligned *)p = x; }
INLINE Lanes all(float x) { return (Lanes){x, x, x, x}; }
INLINE Lanes larger(Lanes x, Lanes y) { return __builtin_wasm_pmax_f32x4(x, y); }

// The weights of a convolution in the order in which it reads them: for every block of channels, for every input
// channel and tap, one weight of each channel in the block.
static void pack(const float *weight, int channels, float *packed) {
  for (int block = 0; block < CHANNELS; block += TOGETHER)
    for (int tap = 0; tap < channels * TAPS; tap++)
      for (int o = block; o < block + TOGETHER; o++) *packed++ = weight[o * channels * TAPS + tap];
}

__attribute__((export_name("prepare"))) void prepare(void) {
  pack(weights.weight1, 1, packed1);
  pack(weights.weight2, CHANNELS, packed2);
}

static void normalise(void) {
  Lanes mean = all(scaling[0]), deviation = all(scaling[1]);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x += LANES)
      store(padded0 + (y + 1) * ROW + 1 + x, (load(image + y * SIDE + x) - mean) / deviation);
}

// 3 × 3 convolution, bias and ReLU of a few cells in a row, for one block of channels. `from` is the top left cell of the
// first window; the results go to `to`, and to `bordered` where the next layer needs them with a border.
INLINE void tile(const float *from, int channels, const float *packed, const float *bias, float *to, float *bordered,
                 int vectors) {
  Lanes sum[TOGETHER][2];
  UNROLL for (int o = 0; o < TOGETHER; o++)
    UNROLL for (int v = 0; v < vectors; v++) sum[o][v] = all(bias[o]);
  ROLLED for (int row = 0; row < 3 * channels; row++) {
    ROLLED for (int column = 0; column < 3; column++, packed += TOGETHER) {
      Lanes cells[2];
      UNROLL for (int v = 0; v < vectors; v++) cells[v] = load(from + column + v * LANES);
      UNROLL for (int o = 0; o < TOGETHER; o++)
        UNROLL for (int v = 0; v < vectors; v++) sum[o][v] += all(packed[o]) * cells[v];
    }
    from += row % 3 == 2 ? PADDED - 2 * ROW : ROW; // the next row of the window, or its first in the next channel
  }
  UNROLL for (int o = 0; o < TOGETHER; o++)
    UNROLL for (int v = 0; v < vectors; v++) {
      Lanes value = larger(all(0), sum[o][v]);
      store(to + o * CELLS + v * LANES, value);
      if (bordered) store(bordered + o * PADDED + v * LANES, value);
    }
}

// A row has seven vectors: three pairs and a single one.
INLINE void convolve(const float *padded, int channels, const float *packed, const float *bias, float *maps,
                     float *bordered) {
  for (int y = 0; y < SIDE; y++)
    for (int block = 0; block < CHANNELS; block += TOGETHER) {
      const float *from = padded + y * ROW, *taps = packed + block * channels * TAPS;
      float *to = maps + block * CELLS + y * SIDE;
      float *inside = bordered ? bordered + block * PADDED + (y + 1) * ROW + 1 : 0;
      int x = 0;
      for (; x < SIDE - LANES; x += 2 * LANES)
        tile(from + x, channels, taps, bias + block, to + x, inside ? inside + x : 0, 2);
      tile(from + x, channels, taps, bias + block, to + x, inside ? inside + x : 0, 1);
    }
}

// The largest of each pair of cells, of eight cells in each of two rows.
INLINE Lanes largest_of_squares(const float *cells) {
  Lanes left = larger(load(cells), load(cells + SIDE));
  Lanes right = larger(load(cells + LANES), load(cells + SIDE + LANES));
  return larger(__builtin_shufflevector(left, right, 0, 2, 4, 6), __builtin_shufflevector(left, right, 1, 3, 5, 7));
}

static void pool(void) {
  for (int row = 0; row < CHANNELS * HALF; row++) {
    const float *cells = maps2 + 2 * row * SIDE;
    float *out = pooled + row * HALF;
    for (int x = 0; x + LANES <= HALF; x += LANES) store(out + x, largest_of_squares(cells + 2 * x));
    store(out + HALF - LANES, largest_of_squares(cells + SIDE - 2 * LANES)); // 14 cells: the last ones once more
  }
}

// Global average, linear layer and softmax.
static void classify(void) {
  float logits[CHANNELS], largest = -__builtin_inff(), total = 0;
  for (int o = 0; o < CHANNELS; o++) logits[o] = weights.bias3[o];
  for (int c = 0; c < CHANNELS; c++) {
    Lanes sum = all(0);
    for (int i = 0; i < HALF * HALF; i += LANES) sum += load(pooled + c * HALF * HALF + i);
    float mean = (sum[0] + sum[1] + sum[2] + sum[3]) / (HALF * HALF);
    for (int o = 0; o < CHANNELS; o++) logits[o] += weights.weight3[o * CHANNELS + c] * mean;
  }
  for (int o = 0; o < CHANNELS; o++) largest = logits[o] > largest ? logits[o] : largest;
  for (int o = 0; o < CHANNELS; o++) total += probabilities[o] = (float)exp(logits[o] - largest);
  for (int o = 0; o < CHANNELS; o++) probabilities[o] /= total;
}

__attribute__((export_name("predict"))) void predict(void) {
  normalise();
  convolve(padded0, 1, packed1, weights.bias1, maps1, padded1);
  convolve(padded1, CHANNELS, packed2, weights.bias2, maps2, 0);
  pool();
  classify();
}
