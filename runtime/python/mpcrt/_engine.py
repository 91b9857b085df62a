"""A compiled model."""

import ctypes
import os

from ._arrays import TensorType
from ._library import ABI, Type, library


class Engine:
    """A finished engine: a path, or its bytes with a name for messages."""

    def __init__(self, source, name="engine"):
        handle = ctypes.c_void_p()
        if isinstance(source, (bytes, bytearray)):
            library().call("engine_from_memory_abi", ABI, bytes(source), len(source), name.encode(),
                           ctypes.byref(handle))
        else:
            library().call("engine_open_abi", ABI, os.fsencode(source), ctypes.byref(handle))
        self._handle = handle
        self._lists = {}  # What was asked for once: an engine does not change.

    def __del__(self):
        if handle := getattr(self, "_handle", None):
            library().engine_close(handle)

    @property
    def functions(self):
        count = library().function_count(self._handle)
        return [library().function_name(self._handle, i).decode() for i in range(count)]

    @property
    def parameters(self):
        return self._list("parameter_count", "parameter")

    @property
    def states(self):
        return self._list("state_count", "state")

    def inputs(self, function="train"):
        return self._list("input_count", "input_type", function.encode())

    def outputs(self, function="train"):
        return self._list("output_count", "output_type", function.encode())

    def _list(self, count, describe, *key):
        if (count, key) not in self._lists:
            self._lists[count, key] = self._ask(count, describe, *key)
        return list(self._lists[count, key])

    def _ask(self, count, describe, *key):
        types = []
        for i in range(getattr(library(), count)(self._handle, *key)):
            described = Type()
            library().call(describe, self._handle, *key, i, ctypes.byref(described))
            types.append(TensorType.of(described))
        return types
