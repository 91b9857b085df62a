"""The C interface of mpcrt.h, as ctypes sees it."""

import ctypes
import os
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path

ABI = 1


class Type(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("dtype", c_int), ("rank", c_uint32),
                ("shape", POINTER(c_int64)), ("bytes", c_uint64)]


class Buffer(ctypes.Structure):
    """mpcrt_input and mpcrt_output, which differ in constness only."""
    _fields_ = [("name", c_char_p), ("data", c_void_p), ("bytes", c_uint64)]


class MpcError(RuntimeError):
    """A call failed; `status` is a number of mpcrt_status."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def find_library():
    """Where libmpcrt is: $MPCRT_LIBRARY, beside this package, or where the loader looks."""
    if named := os.environ.get("MPCRT_LIBRARY"):
        return named
    name = f"libmpcrt.so.{ABI}"
    beside = Path(__file__).with_name(name)
    return str(beside) if beside.exists() else name


_handle = POINTER(c_void_p)
_type = POINTER(Type)
_buffers = POINTER(Buffer)

# Calls that give a status.
_CALLS = {
    "engine_open": [c_char_p, _handle],
    "engine_from_memory": [c_char_p, c_uint64, c_char_p, _handle],
    "parameter": [c_void_p, c_uint32, _type],
    "state": [c_void_p, c_uint32, _type],
    "input_type": [c_void_p, c_char_p, c_uint32, _type],
    "output_type": [c_void_p, c_char_p, c_uint32, _type],
    "session_open_on": [c_void_p, c_char_p, c_int, _handle],
    "set": [c_void_p, c_char_p, c_void_p, c_uint64],
    "get": [c_void_p, c_char_p, c_void_p, c_uint64],
    "run": [c_void_p, c_char_p, _buffers, c_size_t, _buffers, c_size_t],
    "init": [c_void_p, c_int64],
    "step": [c_void_p, _buffers, c_size_t, _buffers, c_size_t],
    "submit": [c_void_p, _buffers, c_size_t, POINTER(c_uint64)],
    "collect": [c_void_p, c_uint64, _buffers, c_size_t, _buffers, c_size_t],
    "save": [c_void_p, c_char_p, c_int64, c_int64],
    "load": [c_void_p, c_char_p, POINTER(c_int64), POINTER(c_int64)],
    "load_parameters": [c_void_p, c_char_p],
}
# Calls that give something else, or nothing.
_OTHERS = {
    "error": ([], c_char_p),
    "engine_close": ([c_void_p], None),
    "session_close": ([c_void_p], None),
    "parameter_count": ([c_void_p], c_uint32),
    "state_count": ([c_void_p], c_uint32),
    "function_count": ([c_void_p], c_uint32),
    "function_name": ([c_void_p, c_uint32], c_char_p),
    "input_count": ([c_void_p, c_char_p], c_uint32),
    "output_count": ([c_void_p, c_char_p], c_uint32),
}


class Library:
    """`call` raises MpcError where the C call gives a status that is no success."""

    def __init__(self, path):
        self._library = ctypes.CDLL(path)
        for name, arguments in _CALLS.items():
            self._declare(name, arguments, c_int)
        for name, (arguments, result) in _OTHERS.items():
            self._declare(name, arguments, result)

    def _declare(self, name, arguments, result):
        function = getattr(self._library, "mpcrt_" + name)
        function.argtypes, function.restype = arguments, result
        setattr(self, name, function)

    def call(self, name, *arguments):
        status = getattr(self, name)(*arguments)
        if status:
            raise MpcError(status, self.error().decode(errors="replace"))


_loaded = None


def library():
    """The library, loaded when it is first needed."""
    global _loaded
    if _loaded is None:
        _loaded = Library(find_library())
    return _loaded
