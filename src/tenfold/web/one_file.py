"""The draw page and the inside page as one file that opens from disk, with script and model."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from pathlib import Path
from typing import Any, Final

from django.template import Context, Engine
from django.utils.safestring import SafeString

from tenfold.errors import TenfoldError
from tenfold.reading.card import read_card
from tenfold.reading.model import find_model

_WEB: Final = Path(__file__).parent
_STYLES: Final = ("tokens", "base", "components", "draw", "inside", "explain")
_CARD: Final = ("name", "classes", "temperature", "thresholds")
"""What the browser needs of a card."""
_ENDS: Final = re.compile(r"</(?=script)", re.IGNORECASE)


class NotBuilt(TenfoldError):
    """The front end's files are missing."""


def draw_page(model: str | None = None) -> str:
    """Return the page's HTML; it asks nothing of any network, which its own policy forbids it.

    Args:
        model: a name, a run folder, or the path of an .onnx file with its card beside it; None
            for the default.

    Raises:
        ModelError: there is no such model.
        NotBuilt: the front end was not built into this installation.

    """
    weights, card = find_model(model)
    read_card(card)
    known = json.loads(card.read_text("utf-8"))
    script = _WEB / "static" / "build" / "one-file.js"
    if not script.exists():
        raise NotBuilt("The page's script is not built: run npm ci && npm run build in frontend/.")
    engine = Engine(
        dirs=[str(_WEB / "templates")], builtins=["tenfold.web.ui.templatetags.ui"], autoescape=True
    )
    icon = b64encode((_WEB / "static" / "icon.svg").read_bytes()).decode()
    content = {
        "theme": _script(_text("js/theme.js")),
        "shell": _script(_text("js/shell.js")),
        "script": _script(script.read_text("utf-8")),
        "css": SafeString("\n".join(_text(f"css/{name}.css") for name in _STYLES)),
        "model": SafeString(b64encode(weights.read_bytes()).decode()),
        "card": _script(json.dumps({key: known[key] for key in _CARD})),
        "model_name": known["name"],
        "inside_url": "#view=why",
        "icon_url": f"data:image/svg+xml;base64,{icon}",
    }
    return _rendered(engine, content)


def _rendered(engine: Engine, content: dict[str, Any]) -> str:
    return str(engine.get_template("readings/one_file.html").render(Context(content)))


def _text(path: str) -> str:
    return (_WEB / "static" / path).read_text("utf-8")


def _script(text: str) -> SafeString:
    """Write a script so that nothing in it ends its element; `/</` is a script's own."""
    return SafeString(_ENDS.sub(r"<\\/", text).replace("<!--", "<\\u0021--"))
