// Inner loops for NumPy's float32 ufuncs that use WebAssembly's SIMD: see README.md.
//
// Importing the module puts them in place of NumPy's own.

#include "c_api.h"

#define INLINE static inline __attribute__((always_inline))
#define UNROLLED _Pragma("clang loop unroll(full)")
#define NOT_UNROLLED _Pragma("clang loop unroll(disable)") // unrolled, V8 runs out of registers: a third slower

enum { FLOAT_SIZE = sizeof(float), LANES = 4 };

// --- vectors of four numbers ---

typedef float Vector __attribute__((vector_size(LANES * FLOAT_SIZE)));
typedef float UnalignedVector __attribute__((vector_size(LANES * FLOAT_SIZE), aligned(FLOAT_SIZE)));

INLINE Vector load(const char *from) { return *(const UnalignedVector *)from; }
INLINE void store(char *to, Vector x) { *(UnalignedVector *)to = x; }
INLINE float load_one(const char *from) { return *(const float *)from; }
INLINE void store_one(char *to, float x) { *(float *)to = x; }
INLINE Vector repeat(float x) { return (Vector){x, x, x, x}; }

// The first, third, fifth and seventh number from an address; the eighth is read too.
INLINE Vector load_every_other(const char *from) {
  return __builtin_shufflevector(load(from), load(from + LANES * FLOAT_SIZE), 0, 2, 4, 6);
}

// --- matrix products: c (rows × columns) = a (rows × inner) · b (inner × columns) ---

// Every output is the sum of its products in their order, one after the other, however the work is divided. So the same
// numbers come out when only some columns are computed, and they are those of NumPy's own loop.

// What products have in common; all steps are in bytes.
typedef struct {
  const char *a;
  npy_intp rows, inner;
  npy_intp a_row_step, a_inner_step, b_inner_step, c_row_step;
} Factors;

// Two vectors of columns, possibly of different matrices: where each begins in the first row of b and of c.
typedef struct {
  const char *b[2];
  char *c[2];
} Pair;

// Computes some rows of two vectors of c, at most four: browsers have registers for eight sums.
INLINE void tile(int rows, const Factors *factors, npy_intp first_row, const Pair *pair) {
  const npy_intp a_row_step = factors->a_row_step, a_step = factors->a_inner_step, b_step = factors->b_inner_step;
  const char *a = factors->a + first_row * a_row_step, *end = a + factors->inner * a_step;
  const char *b = pair->b[0];
  const npy_intp to_second = pair->b[1] - b;
  Vector sums[4][2];
  UNROLLED for (int row = 0; row < rows; row++) sums[row][0] = sums[row][1] = repeat(0);
  NOT_UNROLLED for (; a != end; a += a_step, b += b_step) {
    const Vector first = load(b), second = load(b + to_second);
    UNROLLED for (int row = 0; row < rows; row++) {
      const Vector factor = repeat(load_one(a + row * a_row_step));
      sums[row][0] += factor * first;
      sums[row][1] += factor * second;
    }
  }
  UNROLLED for (int row = 0; row < rows; row++) {
    const npy_intp offset = (first_row + row) * factors->c_row_step;
    store(pair->c[0] + offset, sums[row][0]);
    store(pair->c[1] + offset, sums[row][1]);
  }
}

// Computes all rows of two vectors of c: four at a time, at the end 3 + 3 instead of 4 + 2 or 3 + 2 instead of 4 + 1,
// since few sums at a time have to wait for each other.
static void multiply_pair(const Factors *factors, const Pair *pair) {
  npy_intp row = 0, left = factors->rows;
  for (; left > 6 || left == 4; row += 4, left -= 4) tile(4, factors, row, pair);
  for (; left >= 3; row += 3, left -= 3) tile(3, factors, row, pair);
  if (left == 2) tile(2, factors, row, pair);
  if (left == 1) tile(1, factors, row, pair);
}

// Computes `count` products with the same a. Its vectors of columns are paired across the borders of the matrices; the
// last vector of a row that would extend beyond its end is moved back, and computes some numbers twice.
static void multiply_matrices(const Factors *factors, npy_intp count, const char *b, npy_intp b_step, char *c,
                              npy_intp c_step, npy_intp columns) {
  Pair pair;
  int waiting = 0;
  for (; count > 0; count--, b += b_step, c += c_step) {
    for (npy_intp column = 0; column < columns; column += LANES) {
      const npy_intp start = FLOAT_SIZE * (column < columns - LANES ? column : columns - LANES);
      pair.b[waiting] = b + start;
      pair.c[waiting] = c + start;
      if (waiting) multiply_pair(factors, &pair);
      waiting = !waiting;
    }
  }
  if (waiting) {
    pair.b[1] = pair.b[0];
    pair.c[1] = pair.c[0];
    multiply_pair(factors, &pair);
  }
}

static PyUFuncGenericFunction *old_matmul;

// dimensions: products, rows, inner, columns. steps: from one product to the next in a, b and c; then rows and inner of
// a, inner and columns of b, rows and columns of c.
static void float_matmul(char **args, const npy_intp *dimensions, const npy_intp *steps, void *data) {
  const npy_intp count = dimensions[0], columns = dimensions[3];
  Factors factors = {args[0], dimensions[1], dimensions[2], steps[3], steps[4], steps[5], steps[7]};
  if (steps[6] != FLOAT_SIZE || steps[8] != FLOAT_SIZE || columns < LANES || factors.a_inner_step == 0) {
    old_matmul(args, dimensions, steps, data);
  } else if (steps[0] == 0) {
    multiply_matrices(&factors, count, args[1], steps[1], args[2], steps[2], columns);
  } else {
    for (npy_intp i = 0; i < count; i++, factors.a += steps[0]) {
      multiply_matrices(&factors, 1, args[1] + i * steps[1], 0, args[2] + i * steps[2], 0, columns);
    }
  }
}

// --- operations on pairs of numbers ---

typedef enum { ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM } Operation;

INLINE Vector apply(Operation operation, Vector x, Vector y) {
  switch (operation) {
    case ADD: return x + y;
    case SUBTRACT: return x - y;
    case MULTIPLY: return x * y;
    case DIVIDE: return x / y;
    case MAXIMUM: return __builtin_wasm_max_f32x4(x, y); // NaN if one of them is
    case MINIMUM: return __builtin_wasm_min_f32x4(x, y); // the same
  }
}

// Whether elements may be computed in any order: an input is either exactly the output, or no part of it. Reductions and
// np.add.accumulate, which read what they have just written, are not of this kind.
INLINE int is_independent(const char *input, npy_intp step, const char *output, npy_intp count) {
  if (input == output && step == FLOAT_SIZE) return 1;
  const char *end = input + step * (count - 1) + FLOAT_SIZE;
  return step >= 0 && (end <= output || input >= output + FLOAT_SIZE * count);
}

// Computes vectors of elements up to `end`; x and y are expressions in i, the number of a vector's first element.
#define EACH_VECTOR(end, x, y) \
  for (; i + LANES <= (end); i += LANES) store(out + i * FLOAT_SIZE, apply(operation, x, y))

INLINE void binary_loop(Operation operation, PyUFuncGenericFunction *old_loop, char **args, const npy_intp *dimensions,
                        const npy_intp *steps, void *data) {
  const char *a = args[0], *b = args[1];
  char *out = args[2];
  const npy_intp count = dimensions[0], a_step = steps[0], b_step = steps[1];
  if (count < LANES || steps[2] != FLOAT_SIZE || !is_independent(a, a_step, out, count) ||
      !is_independent(b, b_step, out, count)) {
    old_loop(args, dimensions, steps, data);
    return;
  }
  npy_intp i = 0;
  if (a_step == FLOAT_SIZE && b_step == FLOAT_SIZE) {
    EACH_VECTOR(count, load(a + i * FLOAT_SIZE), load(b + i * FLOAT_SIZE));
  } else if (a_step == FLOAT_SIZE && b_step == 0) {
    const Vector y = repeat(load_one(b));
    EACH_VECTOR(count, load(a + i * FLOAT_SIZE), y);
  } else if (a_step == 0 && b_step == FLOAT_SIZE) {
    const Vector x = repeat(load_one(a));
    EACH_VECTOR(count, x, load(b + i * FLOAT_SIZE));
  } else if (a_step == 2 * FLOAT_SIZE && b_step == 2 * FLOAT_SIZE) {
    // Max-pooling with a stride of 2. The last element is left out: after it there may be no eighth number to read.
    EACH_VECTOR(count - 1, load_every_other(a + i * a_step), load_every_other(b + i * b_step));
  }
  for (; i < count; i++) {
    const Vector x = repeat(load_one(a + i * a_step)), y = repeat(load_one(b + i * b_step));
    store_one(out + i * FLOAT_SIZE, apply(operation, x, y)[0]);
  }
}

#define DEFINE_LOOP(name, operation) \
  static PyUFuncGenericFunction *old_##name; \
  static void float_##name(char **args, const npy_intp *dimensions, const npy_intp *steps, void *data) { \
    binary_loop(operation, old_##name, args, dimensions, steps, data); \
  }

DEFINE_LOOP(add, ADD)
DEFINE_LOOP(subtract, SUBTRACT)
DEFINE_LOOP(multiply, MULTIPLY)
DEFINE_LOOP(divide, DIVIDE)
DEFINE_LOOP(maximum, MAXIMUM)
DEFINE_LOOP(minimum, MINIMUM)

// --- the module ---

typedef struct {
  const char *ufunc;
  PyUFuncGenericFunction *fast;
  PyUFuncGenericFunction **old; // where NumPy's own loop is kept, for operands that the fast one leaves to it
} Replacement;

static const Replacement replacements[] = {
    {"matmul", float_matmul, &old_matmul},
    {"add", float_add, &old_add},
    {"subtract", float_subtract, &old_subtract},
    {"multiply", float_multiply, &old_multiply},
    {"divide", float_divide, &old_divide},
    {"maximum", float_maximum, &old_maximum},
    {"minimum", float_minimum, &old_minimum},
};
enum { REPLACEMENTS = sizeof replacements / sizeof *replacements };

static const int operand_types[] = {NPY_FLOAT, NPY_FLOAT, NPY_FLOAT};

// Returns −1 with an exception set if the loop cannot be replaced.
static int replace_loop(ReplaceLoop *replace, PyObject *umath, const Replacement *replacement) {
  PyObject *ufunc = PyObject_GetAttrString(umath, replacement->ufunc);
  int status = ufunc ? replace(ufunc, replacement->fast, operand_types, replacement->old) : -1;
  Py_DecRef(ufunc);
  return status;
}

// Called when the module is imported, once. Returns −1 with an exception set if that fails.
static int execute(PyObject *module) {
  int status = -1;
  PyObject *umath = PyImport_ImportModule("numpy._core._multiarray_umath");
  PyObject *capsule = umath ? PyObject_GetAttrString(umath, "_UFUNC_API") : 0;
  void **api = capsule ? PyCapsule_GetPointer(capsule, 0) : 0;
  if (api) {
    status = 0;
    for (int i = 0; i < REPLACEMENTS && status == 0; i++) {
      status = replace_loop((ReplaceLoop *)api[REPLACE_LOOP_BY_SIGNATURE], umath, &replacements[i]);
    }
  }
  Py_DecRef(capsule);
  Py_DecRef(umath);
  return status;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0}};

static PyModuleDef definition = {
    .m_base = {.ob_base = {.ob_refcnt = 1}},
    .m_name = "fast_loops",
    .m_doc = "Inner loops for NumPy's float32 ufuncs that use WebAssembly's SIMD.",
    .m_slots = slots,
};

__attribute__((visibility("default"))) PyObject *PyInit_fast_loops(void) { return PyModuleDef_Init(&definition); }
