// The part of the C interfaces of Python 3.13 and NumPy 2 that fast_loops.c uses, for 32-bit WebAssembly.
//
// The headers of both cannot be used: they need a C library for WebAssembly. Names and layouts are theirs.

#ifndef C_API_H
#define C_API_H

typedef int npy_intp; // an integer as wide as a pointer; also Python's Py_ssize_t

// --- Python: Include/object.h, moduleobject.h ---

typedef struct PyObject {
  npy_intp ob_refcnt; // how many references there are to the object
  struct PyObject *ob_type;
} PyObject;

// A function that the import system calls.
typedef struct {
  int slot; // when it is called
  void *value;
} PyModuleDef_Slot;
enum { Py_mod_exec = 2 }; // when the module is executed

// Definition of a module. Members that are not used here are zero.
typedef struct PyModuleDef {
  struct {
    PyObject ob_base;
    PyObject *(*m_init)(void);
    npy_intp m_index;
    PyObject *m_copy;
  } m_base;
  const char *m_name;
  const char *m_doc;
  npy_intp m_size; // bytes of state for each interpreter
  void *m_methods;
  PyModuleDef_Slot *m_slots;
  void *m_traverse, *m_clear, *m_free;
} PyModuleDef;

extern PyObject *PyModuleDef_Init(PyModuleDef *);
extern PyObject *PyImport_ImportModule(const char *name);
extern PyObject *PyObject_GetAttrString(PyObject *, const char *name);
extern void *PyCapsule_GetPointer(PyObject *capsule, const char *name);
extern void Py_DecRef(PyObject *); // does nothing for NULL

// --- NumPy: numpy/ufuncobject.h, __ufunc_api.h, ndarraytypes.h ---

// An inner loop. For element i, operand j lies at args[j] + i · steps[j] bytes; the result comes after the inputs.
// dimensions[0] is the number of elements. A generalised ufunc such as matmul has further dimensions and steps.
typedef void PyUFuncGenericFunction(char **args, const npy_intp *dimensions, const npy_intp *steps, void *data);

enum { NPY_FLOAT = 11 }; // the type number of float32

// PyUFunc_ReplaceLoopBySignature: uses `new_loop` in a ufunc for operands of these types, and writes the loop that was
// used before to `old_loop`. NumPy exports its C functions as a table of pointers; indices in it never change.
typedef int ReplaceLoop(
    PyObject *ufunc, PyUFuncGenericFunction *new_loop, const int *types, PyUFuncGenericFunction **old_loop);
enum { REPLACE_LOOP_BY_SIGNATURE = 30 };

#endif
