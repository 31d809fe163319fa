"""`tenfold read` by its real process: every kind of path, every format, every kind of failure."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def seven(kind: str = "PNG", **options: object) -> bytes:
    """A picture of a 7 in a file's format."""
    page = np.full((60, 50, 3), 255, np.uint8)
    cv2.polylines(page, [np.array([[12, 12], [38, 12], [22, 48]], np.int32)], False, (0, 0, 0), 4)
    file = io.BytesIO()
    Image.fromarray(page).save(file, kind, **options)
    return file.getvalue()


def blank() -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 40), 255).save(file, "PNG")
    return file.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return done.stdout.decode().splitlines()


def paths(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [json.loads(line)["path"] for line in lines(done)]


@pytest.fixture
def read(tenfold: Run, always_seven: Path) -> Run:
    """Run `tenfold read` with the model that takes all ink for a 7."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
        return tenfold("read", "--model", always_seven, *arguments, **options)

    return run


def test_file_is_named_beside_its_reading(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    done = read("a.png")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"a.png  7\n", b"")


def test_blank_page_has_nothing_and_is_no_failure(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(blank())
    done = read("a.png")
    assert (done.returncode, done.stdout) == (0, b"a.png  nothing here\n")


def test_unsure_reading_says_look_again(tenfold: Run, unsure_seven: Path, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    done = tenfold("read", "--model", unsure_seven, "a.png")
    assert done.stdout == b"a.png  7  look again (73.0%)\n"


def test_higher_error_rate_accepts_more(tenfold: Run, unsure_seven: Path, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    done = tenfold("read", "--model", unsure_seven, "--error-rate", "0.5", "a.png")
    assert done.stdout == b"a.png  7\n"


def test_ink_that_is_no_digit_says_so(tenfold: Run, no_digit: Path, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    assert tenfold("read", "--model", no_digit, "a.png").stdout == b"a.png  not a digit\n"


def test_folder_is_read_to_its_depth_in_natural_order(read: Run, tmp_path: Path) -> None:
    for name in ("s/scan_10.png", "s/scan_2.png", "s/b/x.jpg", "s/notes.txt", "s/.hidden.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(seven())
    done = read("s", "--format", "jsonl")
    assert paths(done) == ["s/b/x.jpg", "s/scan_2.png", "s/scan_10.png"]


def test_folder_without_pictures_is_a_failure(read: Run, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    done = read("s")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"s could not be read. There are no pictures in this folder" in done.stderr


def test_bad_files_are_named_and_the_rest_is_read(read: Run, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    bad = {"1.png": b"", "2.png": b"no picture", "3.jpg": seven("JPEG")[:300], "5.png": b"\x89PNG"}
    for name, data in {**bad, "4.png": seven()}.items():
        (tmp_path / "s" / name).write_bytes(data)
    done = read("s", "none.png")
    assert done.returncode == 1
    assert [line.split() for line in lines(done)] == [["s/4.png", "7"]]
    named = [line.split(" could not be read. ")[0] for line in done.stderr.decode().splitlines()]
    assert named == ["s/1.png", "s/2.png", "s/3.jpg", "s/5.png", "none.png"]


def test_workers_give_the_same_in_the_same_order(read: Run, tmp_path: Path) -> None:
    for number in range(150):
        (tmp_path / f"{number}.png").write_bytes(seven() if number % 7 else blank())
    (tmp_path / "77.png").write_bytes(b"no picture")
    alone, together = (read(".", "--workers", n) for n in ("1", "2"))
    assert together.stdout == alone.stdout
    assert together.stderr == alone.stderr
    assert together.returncode == 1


def test_reason_names_the_file_only_once(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    assert read("./a.png").stderr == b"./a.png could not be read. The file is empty.\n"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read every file")
def test_file_without_permission_is_named(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    (tmp_path / "a.png").chmod(0)
    assert b"permission denied" in read("a.png").stderr.lower()


def test_json_is_one_array(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    (tmp_path / "b.png").write_bytes(blank())
    first, second = json.loads(read("a.png", "b.png", "--format", "json").stdout)
    assert (first["path"], first["text"], first["accepted"]) == ("a.png", "7", True)
    assert (second["path"], second["text"], second["numbers"]) == ("b.png", "", [])


def test_json_is_an_empty_array_when_all_failed(read: Run) -> None:
    done = read("none.png", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (1, [])


def test_json_reading_is_the_one_that_python_gives(
    read: Run, tmp_path: Path, always_seven: Path
) -> None:
    import tenfold

    (tmp_path / "a.png").write_bytes(seven())
    shown = json.loads(read("a.png", "--format", "jsonl").stdout)
    own = tenfold.Reader(always_seven).read(tmp_path / "a.png").to_dict()
    assert shown.pop("path") == "a.png"
    assert {**shown, "milliseconds": 0} == {**own, "milliseconds": 0}


def test_csv_has_a_header_and_a_row_a_picture(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a,b.png").write_bytes(seven())
    (row,) = csv.DictReader(io.StringIO(read("a,b.png", "--format", "csv").stdout.decode()))
    assert (row["path"], row["text"], row["accepted"]) == ("a,b.png", "7", "true")
    assert (row["numbers"], row["page"], row["width"], row["model"]) == (
        "1",
        "",
        "50",
        "always_seven",
    )


def test_zip_is_read_without_being_extracted(read: Run, tmp_path: Path) -> None:
    members = {"d/n10.png": seven(), "d/n2.png": seven(), "../../up.png": seven(), "x.txt": b"x"}
    (tmp_path / "all.zip").write_bytes(zipped(members))
    done = read("all.zip", "--format", "jsonl")
    assert paths(done) == ["all.zip:../../up.png", "all.zip:d/n2.png", "all.zip:d/n10.png"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["all.zip"]


def test_zip_from_stdin_is_read(read: Run) -> None:
    done = read("-", "--format", "jsonl", stdin=zipped({"a.png": seven()}))
    assert paths(done) == ["-:a.png"]


def test_encrypted_member_is_named_and_the_rest_is_read(read: Run, tmp_path: Path) -> None:
    data = bytearray(zipped({"a.png": seven(), "b.png": seven()}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the flag in the last member's entry
    (tmp_path / "all.zip").write_bytes(data)
    done = read("all.zip", "--format", "jsonl")
    assert (done.returncode, paths(done)) == (1, ["all.zip:a.png"])
    assert b"all.zip:b.png could not be read. It is encrypted" in done.stderr


def test_damaged_zip_is_named(read: Run, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"a.png": seven()})[:40])
    done = read("all.zip")
    assert done.returncode == 1
    assert b"all.zip could not be read. The zip is damaged" in done.stderr


def test_zip_without_pictures_says_so(read: Run, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"a.txt": b"x"}))
    done = read("all.zip")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"there are no pictures in this zip" in done.stderr.lower()


def test_picture_from_stdin_is_called_dash(read: Run) -> None:
    assert read("-", stdin=seven("WEBP")).stdout == b"-  7\n"


def test_stdin_can_be_named_once(read: Run) -> None:
    assert read("-", "-", stdin=seven()).returncode == 2


def test_empty_stdin_is_a_failure(read: Run) -> None:
    done = read("-")
    assert (done.returncode, done.stderr) == (1, b"- could not be read. The file is empty.\n")


def test_each_page_of_a_pdf_is_a_reading(read: Run, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2", reason="needs the extra: pip install 'tenfold[pdf]'")
    page = Image.open(io.BytesIO(seven()))
    page.save(
        tmp_path / "a.pdf", save_all=True, append_images=[page, Image.new("RGB", (50, 60), "white")]
    )
    readings = [json.loads(line) for line in lines(read("a.pdf", "--format", "jsonl"))]
    assert [(r["path"], r["page"], r["text"]) for r in readings] == [
        ("a.pdf", 1, "7"),
        ("a.pdf", 2, "7"),
        ("a.pdf", 3, ""),
    ]


def test_broken_pdf_is_named_as_a_whole(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 and no more")
    done = read("a.pdf")
    assert done.returncode == 1
    assert done.stderr.startswith(b"a.pdf could not be read. ")


def test_only_a_tiff_of_several_pages_has_page_numbers(read: Run, tmp_path: Path) -> None:
    page = Image.open(io.BytesIO(seven()))
    page.save(tmp_path / "one.tif")
    page.save(tmp_path / "two.tif", save_all=True, append_images=[page])
    done = read("one.tif", "two.tif")
    assert [line.split("  ")[0] for line in lines(done)] == [
        "one.tif",
        "two.tif page 1",
        "two.tif page 2",
    ]


def test_unknown_model_is_wrong_use(tenfold: Run) -> None:
    done = tenfold("read", "--model", "nonesuch", "a.png")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Unknown model 'nonesuch'" in done.stderr


def test_pictures_go_with_text_only(read: Run) -> None:
    done = read("a.png", "--pictures", "--format", "csv")
    assert (done.returncode, done.stdout) == (2, b"")


def test_pictures_are_plain_characters_in_a_pipe(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    shown = read("a.png", "--pictures").stdout
    assert b"\x1b" not in shown
    assert shown.count(b"@") > 5
    assert b"a.png" in shown


def test_control_characters_in_a_name_do_not_reach_the_terminal(read: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J.png").write_bytes(seven())
    done = read(".", "a\x1b[2J")
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_name_that_is_no_utf8_stays_valid_json(read: Run, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.png")).write_bytes(seven())
    assert paths(read(".", "--format", "jsonl")) == ["./\udcff.png"]


def test_reader_that_goes_away_ends_it_quietly(always_seven: Path, tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.png").write_bytes(seven())
    command = [sys.executable, "-m", "tenfold", "read", ".", "--model", str(always_seven)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"./0.png")
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (141, b"")


def heed_interrupts() -> None:
    """Undo what a shell does to a job in the background: its children ignore SIGINT too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_interrupt_ends_it_quietly(always_seven: Path, tmp_path: Path) -> None:
    # More results than a pipe holds: it cannot be done before the signal comes.
    picture = seven()
    for number in range(8000):
        (tmp_path / f"{number}.png").write_bytes(picture)
    command = [sys.executable, "-m", "tenfold", "read", ".", "--model", str(always_seven)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, cwd=tmp_path, preexec_fn=heed_interrupts
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, said) == (130, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_a_failure_with_its_reason(always_seven: Path, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(seven())
    command = [sys.executable, "-m", "tenfold", "read", "a.png", "--model", str(always_seven)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path)
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
