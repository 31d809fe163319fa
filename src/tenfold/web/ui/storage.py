"""How static files are gathered: a hash in each name, compressed once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from whitenoise.storage import CompressedManifestStaticFilesStorage

BUILT: Final = "build/"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Leaves the front end's names as they are: they have hashes, and its scripts use them."""

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        """Hash and compress our own files, compress the built ones."""
        own = {name: found for name, found in paths.items() if not name.startswith(BUILT)}
        yield from super().post_process(own, **options)
        if not options.get("dry_run"):
            for name, compressed in self.compress_files(paths.keys() - own.keys()):
                yield name, compressed, True
