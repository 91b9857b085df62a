"""The state of one training run."""

import ctypes
import os
from contextlib import contextmanager
from dataclasses import dataclass

import numpy

from ._arrays import Borrowed, TensorType, borrow, make_buffers
from ._handle import Handle
from ._library import Array, MpcError, library
from ._view import View

_USAGE = 2


@dataclass(frozen=True)
class Ticket:
    """A step that was submitted and not yet collected."""
    number: int


class Session:
    """An engine on a device. Not to be used by two threads at once.

    `parallel_for(count, task)` runs task(i) for each i below count on threads of the
    program; `log(level, message)` hears "info" and "error" messages."""

    def __init__(self, engine, device="auto", threads=0, parallel_for=None, log=None):
        self.engine = engine
        self._handle = Handle(engine._handle, device, threads, parallel_for, log)
        self._bound = {}

    def close(self):
        """Views that are still there keep the memory alive."""
        self._handle = None
        self._bound = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def device(self):
        """Where it runs: "host", "NVIDIA H100 (cuda:0, sm_90)"."""
        return library().session_device(self._open().value).decode()

    @property
    def stream(self):
        """The CUDA stream that it works in, as a number; None on the host."""
        stream = ctypes.c_void_p()
        self._call("stream", ctypes.byref(stream))
        return stream.value

    def init(self, seed=0):
        """First values, as the model says."""
        self._call("init", seed)

    def set(self, name, value):
        """Gives a state, a parameter or a segment of an arena new contents."""
        borrowed = borrow(value, self.view(name).type, self.stream)
        self._call("set_array", name.encode(), ctypes.byref(borrowed.as_struct()))

    def get(self, name, out=None):
        """A copy of such contents, a number where the rank is 0; or, with `out`, the same
        copied into an array of the same type."""
        type = self.view(name).type
        array = type.empty() if out is None else out
        borrowed = borrow(array, type, self.stream)
        if isinstance(out, numpy.ndarray) and borrowed.owner is not out:
            raise TypeError(f"'out' cannot be written to as {type.element} {type.shape}")
        self._call("get_array", name.encode(), ctypes.byref(borrowed.as_struct()))
        if out is not None:
            return out
        return array[()] if array.ndim == 0 else array

    def view(self, name):
        """Such contents where the session has them."""
        array = Array()
        self._call("view", name.encode(), ctypes.byref(array))
        return View(self._handle, TensorType.of_array(name, array), array.data,
                    array.device if array.memory else None)

    def wait(self):
        """Waits for all steps that were submitted."""
        self._call("wait")

    def bind(self, **inputs):
        """Gives inputs arrays for all calls to come, which read them when they begin; None
        takes one away."""
        for name, value in inputs.items():
            if value is None:
                self._call("bind", name.encode(), None)
                self._bound.pop(name, None)
                continue
            borrowed = borrow(value, self._match_input(name, value), self.stream)
            self._call("bind", name.encode(), ctypes.byref(borrowed.as_struct()))
            self._bound[name] = borrowed

    def run(self, function, **inputs):
        """Runs a function and gives its outputs by name."""
        outputs, results = self._make(self.engine.outputs(function))
        with self._given(function, inputs) as given:
            self._call("run", function.encode(), *given, outputs, len(results))
        return _unwrap(results)

    def evaluate(self, **inputs):
        """Runs "eval"."""
        return self.run("eval", **inputs)

    def step(self, **inputs):
        """One step of training; gives the outputs of "train" by name."""
        outputs, results = self._make(self.engine.outputs("train"))
        with self._given("train", inputs) as given:
            self._call("step", *given, outputs, len(results))
        return _unwrap(results)

    def submit(self, **inputs):
        """Starts a step; at most two may wait to be collected. What it takes from a GPU's
        memory must stay there until then."""
        number = ctypes.c_uint64()
        with self._given("train", inputs) as given:
            self._call("submit", *given, ctypes.byref(number))
        return Ticket(number.value)

    def collect(self, ticket, scalars=()):
        """Waits for that step's outputs, and for scalars as it left them."""
        outputs, results = self._make(self.engine.outputs("train"))
        wanted, values = self._make([self.view(name).type for name in scalars])
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

    def _open(self):
        if self._handle is None:
            raise MpcError(_USAGE, "the session is closed")
        return self._handle

    def _call(self, name, *arguments):
        self._open().call(name, *arguments)

    def _match_input(self, name, value):
        """Of several functions' inputs of a name, the one of the value's shape."""
        types = [type for function in self.engine.functions
                 for type in self.engine.inputs(function) if type.name == name]
        if not types:
            raise MpcError(_USAGE, f"no function has an input {name!r}")
        shape = tuple(getattr(value, "shape", ()))
        return next((type for type in types if type.shape == shape), types[0])

    @contextmanager
    def _given(self, function, inputs):
        """Inputs for one call: C structures, and how many there are. What lies apart or on a
        GPU is bound for its time."""
        types = {type.name: type for type in self.engine.inputs(function)}
        if unknown := sorted(inputs.keys() - types.keys()):
            raise MpcError(_USAGE, f"{function!r} has no input {unknown[0]!r}")
        stream = self.stream
        borrowed = {name: borrow(value, types[name], stream) for name, value in inputs.items()}
        bound = [name for name, value in borrowed.items()
                 if value.strides or value.gpu is not None]
        dense = {name: value for name, value in borrowed.items() if name not in bound}
        for name in bound:
            self._call("bind", name.encode(), ctypes.byref(borrowed[name].as_struct()))
        try:
            yield make_buffers(dense), len(dense)
        finally:
            for name in bound:
                before = self._bound.get(name)
                self._call("bind", name.encode(), before and ctypes.byref(before.as_struct()))

    @staticmethod
    def _make(types):
        arrays = {type.name: type.empty() for type in types}
        return make_buffers({name: Borrowed(types[i], array.ctypes.data)
                             for i, (name, array) in enumerate(arrays.items())}), arrays


def _unwrap(arrays):
    return {name: array[()] if array.ndim == 0 else array for name, array in arrays.items()}
