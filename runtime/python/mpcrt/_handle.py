"""The handle of an open session."""

import ctypes

from ._library import ABI, Log, MpcError, ParallelFor, SessionOptions, library

_LEVELS = ("info", "error")


class Handle:
    """Ends the session when nobody has it any more: neither Session nor a View."""

    def __init__(self, engine, device, threads, parallel_for, log):
        self.thrown = None
        # ctypes' own objects must live as long as the session may call them.
        self._callbacks = self._make_parallel_for(parallel_for), self._make_log(log)
        options = SessionOptions(ABI, threads, device.encode(), self._callbacks[0], None,
                                 self._callbacks[1], None)
        self.value = ctypes.c_void_p()
        library().call("session_open_with", engine, ctypes.byref(options),
                       ctypes.byref(self.value))

    def __del__(self):
        if getattr(self, "value", None):
            library().session_close(self.value)

    def call(self, name, *arguments):
        try:
            library().call(name, self.value, *arguments)
        except MpcError as error:
            raise error from self.thrown

    def _make_parallel_for(self, call):
        def run(_, count, task, context):
            try:
                call(count, lambda i: task(context, i))
                return 0
            except BaseException as error:
                self.thrown = error
                return 1
        return ParallelFor(run) if call else ParallelFor()

    @staticmethod
    def _make_log(call):
        return Log(lambda _, level, text: call(_LEVELS[level], text.decode())) if call else Log()
