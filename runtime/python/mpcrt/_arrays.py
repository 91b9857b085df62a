"""Elements of engines as those of numpy."""

from dataclasses import dataclass

import numpy

from ._library import Buffer

try:
    from ml_dtypes import bfloat16
except ImportError:
    bfloat16 = numpy.uint16

# In the order of mpcrt_dtype.
_DTYPES = [("i1", numpy.bool_), ("ui8", numpy.uint8), ("i32", numpy.int32),
           ("i64", numpy.int64), ("f16", numpy.float16), ("bf16", bfloat16),
           ("f32", numpy.float32), ("f64", numpy.float64)]


@dataclass(frozen=True)
class TensorType:
    """Name, element ("f32") and shape of an input, an output or a state."""
    name: str
    element: str
    shape: tuple

    @property
    def dtype(self):
        return numpy.dtype(dict(_DTYPES)[self.element])

    def empty(self):
        return numpy.empty(self.shape, self.dtype)

    @staticmethod
    def of(described):
        shape = tuple(described.shape[i] for i in range(described.rank))
        return TensorType(described.name.decode(), _DTYPES[described.dtype][0], shape)


def as_array(value, type):
    """`value` as an array of `type`, without a copy where its memory will do."""
    if not isinstance(value, numpy.ndarray) and hasattr(value, "__dlpack__"):
        value = _from_dlpack(value, type)
    array = numpy.asarray(value)
    exact = array.dtype == type.dtype
    if not exact and not _may_convert(array, type):
        raise TypeError(f"{type.name!r} is {type.element}, but got {array.dtype}")
    if array.shape != type.shape:
        raise ValueError(f"{type.name!r} has shape {type.shape}, but got {array.shape}")
    return numpy.ascontiguousarray(array, type.dtype).reshape(type.shape)


def _from_dlpack(value, type):
    device, _ = value.__dlpack_device__()
    if device != 1:
        raise TypeError(f"{type.name!r} has to be in the CPU's memory")
    try:
        return numpy.from_dlpack(value)
    except (BufferError, RuntimeError):
        # numpy's DLPack has no bf16; JAX's arrays say what theirs is.
        return numpy.asarray(value)


def _may_convert(array, type):
    """Numbers of Python are f64 and i64, and mean whatever is wanted."""
    return array.ndim == 0 and numpy.can_cast(array.dtype, type.dtype, "same_kind")


def make_buffers(pairs):
    """C structures for (name, array) pairs, which must outlive them."""
    buffers = (Buffer * max(len(pairs), 1))()
    for buffer, (name, array) in zip(buffers, pairs):
        buffer.name, buffer.data, buffer.bytes = name.encode(), array.ctypes.data, array.nbytes
    return buffers
