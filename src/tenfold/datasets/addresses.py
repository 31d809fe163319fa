"""Where the public data sets lie on the net, and how their files are known to be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file with its mirrors and its checksum, 'md5:<hex>' or 'sha256:<hex>'."""

    name: str
    urls: tuple[str, ...]
    checksum: str
    size_bytes: int = 0


_MNIST: Final = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)
_QMNIST: Final = "https://raw.githubusercontent.com/facebookresearch/qmnist/master/"
_EMNIST: Final = RemoteFile(
    "emnist.zip",
    ("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",),
    "md5:58c8d27c78d21e728a6bc7b3cc06412e",
)


def _mnist(name: str, md5: str) -> RemoteFile:
    return RemoteFile(name, tuple(base + name for base in _MNIST), f"md5:{md5}")


FILES: Final[dict[str, tuple[RemoteFile, ...]]] = {
    "mnist": (
        _mnist("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
        _mnist("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
        _mnist("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
        _mnist("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"),
    ),
}
