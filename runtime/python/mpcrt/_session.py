"""The state of one training run."""

import ctypes
import os
from dataclasses import dataclass

from ._arrays import TensorType, as_array, make_buffers
from ._library import MpcError, library

_USAGE = 2


@dataclass(frozen=True)
class Ticket:
    """A step that was submitted and not yet collected."""
    number: int


class Session:
    """An engine on a device. Not to be used by two threads at once."""

    def __init__(self, engine, device="auto", threads=0):
        self.engine = engine
        handle = ctypes.c_void_p()
        library().call("session_open_on", engine._handle, device.encode(), threads,
                       ctypes.byref(handle))
        self._handle = handle
        self._types = {type.name: type for type in engine.states + engine.parameters}

    def close(self):
        if handle := getattr(self, "_handle", None):
            library().session_close(handle)
            self._handle = None

    __del__ = close

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def init(self, seed=0):
        """First values, as the model says."""
        self._call("init", seed)

    def set(self, name, value):
        """Gives a state, a parameter or a segment of an arena new contents."""
        array = as_array(value, self._find(name))
        self._call("set", name.encode(), array.ctypes.data, array.nbytes)

    def get(self, name):
        """A copy of such contents; a number where the rank is 0."""
        array = self._find(name).empty()
        self._call("get", name.encode(), array.ctypes.data, array.nbytes)
        return array[()] if array.ndim == 0 else array

    def run(self, function, **inputs):
        """Runs a function and gives its outputs by name."""
        given, arrays = self._bind(function, inputs)
        outputs, results = self._make(self.engine.outputs(function))
        self._call("run", function.encode(), given, len(arrays), outputs, len(results))
        return _unwrap(results)

    def step(self, **inputs):
        """One step of training; gives the outputs of "train" by name."""
        given, arrays = self._bind("train", inputs)
        outputs, results = self._make(self.engine.outputs("train"))
        self._call("step", given, len(arrays), outputs, len(results))
        return _unwrap(results)

    def submit(self, **inputs):
        """Starts a step; at most two may wait to be collected."""
        given, arrays = self._bind("train", inputs)
        number = ctypes.c_uint64()
        self._call("submit", given, len(arrays), ctypes.byref(number))
        return Ticket(number.value)

    def collect(self, ticket, scalars=()):
        """Waits for that step's outputs, and for scalars as it left them."""
        outputs, results = self._make(self.engine.outputs("train"))
        wanted, values = self._make([self._find(name) for name in scalars])
        self._call("collect", ticket.number, outputs, len(results), wanted, len(values))
        return _unwrap(results | values)

    def save(self, path, iteration, seed=0):
        """A checkpoint: a safetensors file of all that the session keeps."""
        self._call("save", os.fsencode(path), iteration, seed)

    def load(self, path):
        """Goes on from a checkpoint; gives its iteration and seed."""
        iteration, seed = ctypes.c_int64(), ctypes.c_int64()
        self._call("load", os.fsencode(path), ctypes.byref(iteration), ctypes.byref(seed))
        return iteration.value, seed.value

    def load_parameters(self, path):
        """Parameters only, of any safetensors file that has them."""
        self._call("load_parameters", os.fsencode(path))

    def _call(self, name, *arguments):
        if not self._handle:
            raise MpcError(_USAGE, "the session is closed")
        library().call(name, self._handle, *arguments)

    def _find(self, name):
        if type := self._types.get(name):
            return type
        # A parameter's segment in an arena: "first_moment/fc1.weight".
        _, _, parameter = name.partition("/")
        if type := self._types.get(parameter):
            return TensorType(name, type.element, type.shape)
        raise MpcError(_USAGE, f"there is no parameter or state {name!r}")

    def _bind(self, function, inputs):
        types = {type.name: type for type in self.engine.inputs(function)}
        if unknown := sorted(inputs.keys() - types.keys()):
            raise MpcError(_USAGE, f"{function!r} has no input {unknown[0]!r}")
        arrays = {name: as_array(value, types[name]) for name, value in inputs.items()}
        return make_buffers(list(arrays.items())), arrays

    @staticmethod
    def _make(types):
        arrays = {type.name: type.empty() for type in types}
        return make_buffers(list(arrays.items())), arrays


def _unwrap(arrays):
    return {name: array[()] if array.ndim == 0 else array for name, array in arrays.items()}
