"""Elements of engines as those of numpy, and arrays of others as the C interface has them."""

from ctypes import c_int64
from dataclasses import dataclass, field

import numpy

from . import _dlpack
from ._library import Array, Buffer

try:
    from ml_dtypes import bfloat16
except ImportError:
    bfloat16 = numpy.uint16

# In the order of mpcrt_dtype.
_DTYPES = [("i1", numpy.bool_), ("ui8", numpy.uint8), ("i32", numpy.int32),
           ("i64", numpy.int64), ("f16", numpy.float16), ("bf16", bfloat16),
           ("f32", numpy.float32), ("f64", numpy.float64)]
_NAMES = [name for name, _ in _DTYPES]


@dataclass(frozen=True)
class TensorType:
    """Name, element ("f32") and shape of an input, an output or a state."""
    name: str
    element: str
    shape: tuple

    @property
    def dtype(self):
        return numpy.dtype(dict(_DTYPES)[self.element])

    @property
    def bytes(self):
        return int(numpy.prod(self.shape, dtype=numpy.int64)) * self.dtype.itemsize

    def empty(self):
        return numpy.empty(self.shape, self.dtype)

    @staticmethod
    def of(described):
        """Of an mpcrt_type."""
        return TensorType.of_array(described.name.decode(), described)

    @staticmethod
    def of_array(name, array):
        shape = tuple(array.shape[i] for i in range(array.rank))
        return TensorType(name, _NAMES[array.dtype], shape)


@dataclass
class Borrowed:
    """Somebody's memory for a tensor of `type`; strides are in elements, None: C order."""
    type: TensorType
    address: int
    strides: tuple = None
    gpu: int = None
    owner: object = field(default=None, repr=False)

    def as_struct(self):
        shape = (c_int64 * max(len(self.type.shape), 1))(*self.type.shape)
        strides = self.strides and (c_int64 * len(self.strides))(*self.strides)
        # ctypes keeps both alive with the structure.
        return Array(self.address, shape, strides, len(self.type.shape),
                     _NAMES.index(self.type.element), self.gpu is not None, self.gpu or 0)


def borrow(value, type, stream=None):
    """`value` for a tensor of `type`, without a copy where its memory will do. One on a GPU
    is ready for work in `stream`."""
    if not isinstance(value, numpy.ndarray) and hasattr(value, "__dlpack__"):
        return _borrow_dlpack(value, type, stream)
    array = numpy.asarray(value)
    if array.dtype != type.dtype and not _may_convert(array, type):
        raise TypeError(f"{type.name!r} is {type.element}, but got {array.dtype}")
    _check_shape(array.shape, type)
    array = numpy.asarray(array, type.dtype)
    if any(stride % array.itemsize for stride in array.strides):
        array = numpy.ascontiguousarray(array)
    strides = None if array.flags.c_contiguous else tuple(
        stride // array.itemsize for stride in array.strides)
    return Borrowed(type, array.ctypes.data, strides, None, array)


def _borrow_dlpack(value, type, stream):
    kind, number = value.__dlpack_device__()
    on_gpu = kind in (_dlpack.CUDA, _dlpack.CUDA_MANAGED)
    if not on_gpu and kind not in (_dlpack.CPU, _dlpack.CUDA_HOST):
        raise TypeError(f"{type.name!r} has to be in the memory of the CPU or of a CUDA GPU")
    # 1 is the default stream.
    capsule = value.__dlpack__(stream=stream or 1) if on_gpu else value.__dlpack__()
    tensor = _dlpack.read(capsule)
    element = _dlpack.ELEMENTS.get((tensor.code, tensor.bits))
    if element != type.element or tensor.lanes != 1:
        raise TypeError(f"{type.name!r} is {type.element}, but got {element or 'another'}")
    shape = tuple(tensor.shape[i] for i in range(tensor.ndim))
    _check_shape(shape, type)
    strides = tuple(tensor.strides[i] for i in range(tensor.ndim)) if tensor.strides else None
    if strides == _c_order(shape):
        strides = None
    return Borrowed(type, (tensor.data or 0) + tensor.byte_offset, strides,
                    number if on_gpu else None, (value, capsule))


def _c_order(shape):
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= size
    return tuple(reversed(strides))


def _check_shape(shape, type):
    if shape != type.shape:
        raise ValueError(f"{type.name!r} has shape {type.shape}, but got {shape}")


def _may_convert(array, type):
    """Numbers of Python are f64 and i64, and mean whatever is wanted."""
    return array.ndim == 0 and numpy.can_cast(array.dtype, type.dtype, "same_kind")


def make_buffers(borrowed):
    """C structures for memory by name, which must outlive them."""
    buffers = (Buffer * max(len(borrowed), 1))()
    for buffer, (name, memory) in zip(buffers, borrowed.items()):
        buffer.name, buffer.data, buffer.bytes = (name.encode(), memory.address,
                                                  memory.type.bytes)
    return buffers
