"""Where public data sets lie on the net, and how their files are known to be right.

Only files with a checksum known beforehand stand here. The other named sets have no public file
in the form that Tenfold reads, or none whose checksum is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the net.

    ``checksum`` is 'md5:', 'sha256:' or, for the bytes that a .gz holds however they were packed,
    'gunzip-md5:', and the hex digits. A set is whole without its ``optional`` files. ``makes`` is
    the file made of one that is not kept.
    """

    name: str
    urls: tuple[str, ...]
    checksum: str
    optional: bool = False
    makes: str = ""


_MNIST: Final = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)
_QMNIST: Final = "https://raw.githubusercontent.com/facebookresearch/qmnist/master/"
_UCI: Final = "https://archive.ics.uci.edu/ml/machine-learning-databases/"


def _mnist(name: str, md5: str) -> RemoteFile:
    return RemoteFile(name, tuple(base + name for base in _MNIST), f"gunzip-md5:{md5}")


def _uci(name: str, sha256: str) -> RemoteFile:
    return RemoteFile(name, (f"{_UCI}{name.split('.')[0]}/{name}",), f"sha256:{sha256}")


WRITERS_TRAIN: Final = RemoteFile(
    "qmnist-train-labels-idx2-int.gz",
    (f"{_QMNIST}qmnist-train-labels-idx2-int.gz",),
    "md5:0058f8dd561b90ffdd0f734c6a30e5e4",
    optional=True,
    makes="writers.npz",
)
WRITERS_TEST: Final = RemoteFile(
    "qmnist-test-labels-idx2-int.gz",
    (f"{_QMNIST}qmnist-test-labels-idx2-int.gz",),
    "md5:5b5b05890a5e13444e108efe57b788aa",
    optional=True,
    makes="writers.npz",
)
EMNIST: Final = RemoteFile(
    "emnist.zip",
    ("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",),
    "md5:58c8d27c78d21e728a6bc7b3cc06412e",
    makes="emnist-digits-train-images-idx3-ubyte.gz",
)

FILES: Final[dict[str, tuple[RemoteFile, ...]]] = {
    "mnist": (
        _mnist("train-images-idx3-ubyte.gz", "6bbc9ace898e44ae57da46a324031adb"),
        _mnist("train-labels-idx1-ubyte.gz", "a25bea736e30d166cdddb491f175f624"),
        _mnist("t10k-images-idx3-ubyte.gz", "2646ac647ad5339dbf082846283269ea"),
        _mnist("t10k-labels-idx1-ubyte.gz", "27ae3e4e09519cfbb04c329615203637"),
        WRITERS_TRAIN,
        WRITERS_TEST,
    ),
    "emnist": (EMNIST,),
    "uci_pendigits": (
        _uci("pendigits.tra", "e2b9eb9f0d0467e2b64a4816a3420edf2b8043447576f4b84337aba44a9f97d3"),
        _uci("pendigits.tes", "8bd03229c5c5291fefe43e45465dd948d2645bf23328b9d993e0b777666b2015"),
    ),
    "uci_optdigits": (
        _uci("optdigits.tra", "e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd"),
        _uci("optdigits.tes", "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"),
    ),
}
"""Files by the place of a data set in a data home (``Source.place``)."""
