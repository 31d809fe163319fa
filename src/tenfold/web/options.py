"""Every setting of the web app, in one table: reading, checking and the docs come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["switch", "number", "share", "text", "list", "path", "secret"]


@dataclass(frozen=True, slots=True)
class Option:
    """One ``TENFOLD_*`` variable of the environment."""

    name: str
    kind: Kind
    default: str
    about: str
    least: int = 0
    most: int = 0
    """Both ends of a number's range, included; the least length of a secret."""


_TABLE: Final = (
    Option(
        "TENFOLD_HOME",
        "path",
        "the user's data folder",
        "Folder of the database, the pictures and the secret key.",
    ),
    Option("TENFOLD_DATA", "path", "", "Folder of data sets for training and tests."),
    Option("TENFOLD_HOST", "text", "127.0.0.1", "Address that the server listens on."),
    Option("TENFOLD_PORT", "number", "8000", "Port that it listens on.", 1, 65535),
    Option("TENFOLD_WORKERS", "number", "2", "Processes that answer requests.", 1, 64),
    Option("TENFOLD_THREADS", "number", "4", "Threads in each of them.", 1, 64),
    Option(
        "TENFOLD_TEAM",
        "switch",
        "off",
        "Several people with accounts; off, one owner on this machine without sign-in.",
    ),
    Option(
        "TENFOLD_URL",
        "text",
        "",
        "Address under which people reach it, such as https://read.example.org.",
    ),
    Option(
        "TENFOLD_HOSTS", "list", "", "Further names or addresses under which it may be reached."
    ),
    Option(
        "TENFOLD_PROXY",
        "switch",
        "off",
        "A proxy in front sets X-Forwarded-For and X-Forwarded-Proto; believe them.",
    ),
    Option(
        "TENFOLD_SECRET_KEY",
        "secret",
        "made once, kept in TENFOLD_HOME",
        "Signs sessions and links; at least 50 characters.",
        50,
    ),
    Option(
        "TENFOLD_DATABASE_URL",
        "secret",
        "SQLite in TENFOLD_HOME",
        "A PostgreSQL database: postgresql://user:password@host:5432/name.",
    ),
    Option(
        "TENFOLD_KEEP_DAYS",
        "number",
        "90",
        "Days that pictures are kept; 0 keeps none, readings stay.",
        0,
        36500,
    ),
    Option(
        "TENFOLD_MODEL",
        "text",
        "",
        "Model that reads: its name, a run folder or a file; else the promoted one.",
    ),
    Option(
        "TENFOLD_ERROR_RATE",
        "share",
        "0.001",
        "Share of accepted digits that may be wrong; the rest is marked 'look again'.",
    ),
    Option("TENFOLD_MAX_UPLOAD_MB", "number", "256", "Most megabytes of one request.", 1, 65536),
    Option(
        "TENFOLD_PATIENCE",
        "number",
        "20",
        "Seconds that a sender may take over 64 kB before the server hangs up.",
        2,
        3600,
    ),
    Option("TENFOLD_MAX_PICTURE_MB", "number", "32", "Most megabytes of one picture.", 1, 4096),
    Option("TENFOLD_MAX_MEGAPIXELS", "number", "80", "Most megapixels of one picture.", 1, 1000),
    Option("TENFOLD_MAX_FILES", "number", "10000", "Most pictures of one upload.", 1, 1000000),
    Option("TENFOLD_MAX_PAGES", "number", "500", "Most pages of one PDF or TIFF.", 1, 100000),
    Option(
        "TENFOLD_MAX_BATCH_MB",
        "number",
        "2048",
        "Most megabytes of one upload, as sent and unpacked.",
        1,
        1000000,
    ),
    Option(
        "TENFOLD_READERS",
        "number",
        "1",
        "Threads in each process that read uploads; 0 leaves it to `tenfold worker`.",
        0,
        16,
    ),
    Option(
        "TENFOLD_TRAINERS",
        "number",
        "1",
        "Worker processes that `tenfold serve` starts, each with one training at a time; "
        "0 leaves it to `tenfold worker`.",
        0,
        16,
    ),
    Option("TENFOLD_MAX_DATA_FILES", "number", "200000", "Most files of one data set.", 1, 1000000),
    Option(
        "TENFOLD_API_STORE",
        "switch",
        "off",
        "Store what the API reads, unless a request says otherwise (store=true or false).",
    ),
    Option(
        "TENFOLD_RATE_LIMIT",
        "number",
        "6000",
        "With --team: most API requests a minute of one token, person or address; 0 sets none.",
        0,
        1000000,
    ),
)

OPTIONS: Final = {option.name: option for option in _TABLE}
"""All options by their name, in the order of the docs."""
