"""The table of settings and its page of the docs."""

from __future__ import annotations

import re
from pathlib import Path

from tenfold.web.options import OPTIONS

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_docs_list_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(TENFOLD_\w+)` \| ([^|]*) \|", PAGE.read_text("utf-8"), re.M))
    assert rows == {option.name: option.default or "none" for option in OPTIONS.values()}


def test_the_docs_say_of_each_what_the_table_says() -> None:
    page = PAGE.read_text("utf-8")
    assert [option.name for option in OPTIONS.values() if option.about not in page] == []
