"""The C interface of mpcrt.h, as ctypes sees it."""

import ctypes
import os
from ctypes import (CFUNCTYPE, POINTER, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint32,
                    c_uint64, c_void_p)
from pathlib import Path

# MPCRT_ABI_MAJOR and _MINOR of the header that this was written after.
MAJOR, MINOR = 1, 0
ABI = MAJOR << 16 | MINOR


class Type(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("dtype", c_int), ("rank", c_uint32),
                ("shape", POINTER(c_int64)), ("bytes", c_uint64)]


class Buffer(ctypes.Structure):
    """mpcrt_input and mpcrt_output, which differ in constness only."""
    _fields_ = [("name", c_char_p), ("data", c_void_p), ("bytes", c_uint64)]


class Array(ctypes.Structure):
    """mpcrt_array."""
    _fields_ = [("data", c_void_p), ("shape", POINTER(c_int64)), ("strides", POINTER(c_int64)),
                ("rank", c_uint32), ("dtype", c_uint32), ("memory", c_uint32),
                ("device", c_uint32)]


Task = CFUNCTYPE(None, c_void_p, c_int)
ParallelFor = CFUNCTYPE(c_int, c_void_p, c_int, Task, c_void_p)
Log = CFUNCTYPE(None, c_void_p, c_int, c_char_p)


class SessionOptions(ctypes.Structure):
    """mpcrt_session_options."""
    _fields_ = [("abi", c_uint32), ("threads", c_int32), ("device", c_char_p),
                ("parallel_for", ParallelFor), ("parallel_user", c_void_p),
                ("log", Log), ("log_user", c_void_p)]


class MpcError(RuntimeError):
    """A call failed; `status` is a number of mpcrt_status."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def find_library():
    """Where libmpcrt is: $MPCRT_LIBRARY, beside this package, or where the loader looks."""
    if named := os.environ.get("MPCRT_LIBRARY"):
        return named
    name = f"libmpcrt.so.{MAJOR}"
    beside = Path(__file__).with_name(name)
    return str(beside) if beside.exists() else name


_handle = POINTER(c_void_p)
_type = POINTER(Type)
_buffers = POINTER(Buffer)
_array = POINTER(Array)

# Calls that give a status.
_CALLS = {
    "engine_open_abi": [c_uint32, c_char_p, _handle],
    "engine_from_memory_abi": [c_uint32, c_char_p, c_uint64, c_char_p, _handle],
    "engine_close": [c_void_p],
    "parameter": [c_void_p, c_uint32, _type],
    "state": [c_void_p, c_uint32, _type],
    "input_type": [c_void_p, c_char_p, c_uint32, _type],
    "output_type": [c_void_p, c_char_p, c_uint32, _type],
    "session_open_with": [c_void_p, POINTER(SessionOptions), _handle],
    "session_close": [c_void_p],
    "set": [c_void_p, c_char_p, c_void_p, c_uint64],
    "get": [c_void_p, c_char_p, c_void_p, c_uint64],
    "set_array": [c_void_p, c_char_p, _array],
    "get_array": [c_void_p, c_char_p, _array],
    "view": [c_void_p, c_char_p, _array],
    "bind": [c_void_p, c_char_p, _array],
    "wait": [c_void_p],
    "stream": [c_void_p, _handle],
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
    "session_device": ([c_void_p], c_char_p),
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
