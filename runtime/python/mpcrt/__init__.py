"""mpcrt: train with engines of mpc from Python.

    import mpcrt
    with mpcrt.Session(mpcrt.Engine("model.engine")) as session:
        session.init(seed=0)
        session.set("lr", 1e-3)
        for x, y in batches:
            loss = session.step(x=x, y=y)["loss"]
        weights = session.get("fc1.weight")
        session.save("step.safetensors", iteration=1000)

Arrays go in as they are: numpy's, and whatever gives DLPack, as JAX's and PyTorch's, on the
CPU or, for a session on a GPU, on that GPU. `get` gives numpy arrays; `view` gives the
session's own memory without a copy, which numpy, JAX and PyTorch all take
(`view.numpy()`, `torch.from_dlpack(view)`, `jax.dlpack.from_dlpack(view)`). bf16 arrays of
numpy are those of ml_dtypes where that is installed, else their bits as uint16.
"""

from ._arrays import TensorType
from ._engine import Engine
from ._library import MpcError, find_library
from ._session import Session, Ticket
from ._view import View

__all__ = ["Engine", "MpcError", "Session", "TensorType", "Ticket", "View", "find_library"]
