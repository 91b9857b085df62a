"""DLPack, by which array libraries hand each other memory, as ctypes sees it."""

import ctypes
from ctypes import POINTER, c_int32, c_int64, c_uint8, c_uint16, c_uint64, c_void_p

CPU, CUDA, CUDA_HOST, CUDA_MANAGED = 1, 2, 3, 13

# Elements by (type code, bits).
ELEMENTS = {(6, 8): "i1", (1, 8): "ui8", (0, 32): "i32", (0, 64): "i64", (2, 16): "f16",
            (4, 16): "bf16", (2, 32): "f32", (2, 64): "f64"}
CODES = {element: code for code, element in ELEMENTS.items()}


class Tensor(ctypes.Structure):
    """DLTensor, with its device and its data type unfolded."""
    _fields_ = [("data", c_void_p), ("device_type", c_int32), ("device_id", c_int32),
                ("ndim", c_int32), ("code", c_uint8), ("bits", c_uint8), ("lanes", c_uint16),
                ("shape", POINTER(c_int64)), ("strides", POINTER(c_int64)),
                ("byte_offset", c_uint64)]


Deleter = ctypes.CFUNCTYPE(None, c_void_p)


class ManagedTensor(ctypes.Structure):
    _fields_ = [("tensor", Tensor), ("manager", c_void_p), ("deleter", Deleter)]


_python = ctypes.pythonapi
_new_capsule = _python.PyCapsule_New
_new_capsule.restype, _new_capsule.argtypes = ctypes.py_object, [c_void_p, ctypes.c_char_p,
                                                                 c_void_p]
_get_pointer = _python.PyCapsule_GetPointer
_get_pointer.restype, _get_pointer.argtypes = c_void_p, [ctypes.py_object, ctypes.c_char_p]
# The same of a capsule that ends, which must not be made an object of Python's again.
_pointer_of = ctypes.PYFUNCTYPE(c_void_p, c_void_p, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", _python))
_is_valid = ctypes.PYFUNCTYPE(ctypes.c_int, c_void_p, ctypes.c_char_p)(
    ("PyCapsule_IsValid", _python))
_NAME = b"dltensor"


def read(capsule):
    """What a capsule holds; its memory is there as long as the capsule is."""
    return ManagedTensor.from_address(_get_pointer(capsule, _NAME)).tensor


# What was lent and has not come back, by its address.
_lent = {}


@Deleter
def _take_back(address):
    _lent.pop(address, None)


@ctypes.PYFUNCTYPE(None, c_void_p)
def _end_capsule(capsule):
    # Whoever has taken the tensor over has renamed the capsule, and calls the deleter.
    if _is_valid(capsule, _NAME):
        _lent.pop(_pointer_of(capsule, _NAME), None)


def lend(address, element, shape, device, owner):
    """A capsule of memory in C order that `owner` keeps alive."""
    managed = ManagedTensor()
    sizes = (c_int64 * max(len(shape), 1))(*shape)
    code, bits = CODES[element]
    managed.tensor = Tensor(address, *device, len(shape), code, bits, 1, sizes, None, 0)
    managed.deleter = _take_back
    at = ctypes.addressof(managed)
    _lent[at] = managed, sizes, owner
    return _new_capsule(at, _NAME, ctypes.cast(_end_capsule, c_void_p))
