"""Contents of a session, where they are."""

import ctypes

import numpy

from ._dlpack import CPU, CUDA, lend


class View:
    """The session's own memory of a name's contents, which change with every step. Only to
    be read: writing leaves the copies that the session keeps of it out of date. It stays
    valid when the session is closed."""

    def __init__(self, handle, type, address, gpu):
        self.type = type
        self._handle, self._address, self._gpu = handle, address, gpu

    def numpy(self):
        """A read-only array; on the host only."""
        if self._gpu is not None:
            raise TypeError(f"{self.type.name!r} is in a GPU's memory")
        memory = (ctypes.c_char * self.type.bytes).from_address(self._address)
        memory.owner = self._handle
        array = numpy.frombuffer(memory, self.type.dtype).reshape(self.type.shape)
        array.flags.writeable = False
        return array

    def __dlpack_device__(self):
        return (CPU, 0) if self._gpu is None else (CUDA, self._gpu)

    def __dlpack__(self, *, stream=None, max_version=None, dl_device=None, copy=None):
        if copy:
            raise BufferError("a view is not copied")
        if dl_device is not None and tuple(dl_device) != self.__dlpack_device__():
            raise BufferError("a view stays on its device")
        # No stream of the taker's has to wait for what is done.
        self._handle.call("wait")
        return lend(self._address, self.type.element, self.type.shape,
                    self.__dlpack_device__(), self._handle)
