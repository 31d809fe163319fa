"""What the documents say is true of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_reference_names_every_command_and_option() -> None:
    reference = (ROOT / "docs" / "cli.md").read_text("utf-8")
    missing = [
        f"{command} {option}"
        for command, options in _commands()
        for option in options
        if f"`{option}" not in _section(reference, command)
    ]
    assert missing == []


def test_reference_names_no_option_that_is_gone() -> None:
    reference = (ROOT / "docs" / "cli.md").read_text("utf-8")
    known = {option for _, options in _commands() for option in options} | {"--help", "--version"}
    assert set(re.findall(r"`(--[a-z-]+)", reference)) <= known


def test_formats_name_every_column_of_the_csv() -> None:
    from tenfold.cli.output import CSV_COLUMNS

    formats = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert ",".join(CSV_COLUMNS) in formats


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 150


def test_readme_python_example_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    from tenfold.reading.model import known_models
    from tenfold.reading.names import DEFAULT_MODEL

    if DEFAULT_MODEL not in known_models():
        pytest.skip(f"needs the model that ships: {DEFAULT_MODEL}.onnx in tenfold/weights")
    import doctest

    monkeypatch.chdir(ROOT)
    text = "\n".join(
        re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    )
    example = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
    assert example.examples
    failed, _ = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example)
    assert failed == 0


def _commands() -> Iterator[tuple[str, list[str]]]:
    import typer.main

    from tenfold.cli import app

    yield from _walk(typer.main.get_command(app), "tenfold")


def _walk(command: Any, name: str) -> Iterator[tuple[str, list[str]]]:
    if name != "tenfold":
        own = [p.opts[0] for p in command.params if p.opts[0].startswith("--")]
        yield name, [option for option in own if option != "--help"]
    for child in getattr(command, "commands", {}).values():
        yield from _walk(child, f"{name} {child.name}")


def _section(reference: str, command: str) -> str:
    """Text under the heading of a command, down to the next heading of its level or above."""
    heading = re.search(rf"^(#+) {re.escape(command)}$", reference, re.MULTILINE)
    assert heading, f"docs/cli.md has no heading '{command}'"
    rest = reference[heading.end() :]
    end = re.search(rf"^#{{1,{len(heading[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest
