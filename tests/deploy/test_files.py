"""The files of deploy/ say what they promise: no engine runs here, so they are read closely."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version
from tests.support.nginx import DEPLOY

from tenfold.web.options import OPTIONS

ROOT = DEPLOY.parent
SERVICE = DEPLOY / "systemd" / "tenfold.service"
WORKER = DEPLOY / "systemd" / "tenfold-worker.service"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
EXAMPLE = dict(
    line.split("=", 1)
    for line in (DEPLOY / "env.example").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


def instructions() -> Iterator[tuple[str, str]]:
    """Yield each instruction of the Dockerfile, continued lines in one."""
    text = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.M))
    for line in text.splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            yield name, rest


def last_stage() -> list[tuple[str, str]]:
    """Return the instructions of the image that runs."""
    found = list(instructions())
    return found[max(i for i, (name, _) in enumerate(found) if name == "FROM") :]


def unit() -> dict[str, list[str]]:
    """Return the lines of the unit's [Service], each name with its values in order."""
    values: dict[str, list[str]] = {}
    section = SERVICE.read_text("utf-8").partition("[Service]")[2].partition("[Install]")[0]
    for line in section.splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            values.setdefault(name, []).append(value)
    return values


def check_deploy(**env: str) -> str:
    """Return what `check --deploy` finds with these settings."""
    command = [sys.executable, "-m", "tenfold.web", "check", "--deploy", "--fail-level", "INFO"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("TENFOLD_")}
    done = subprocess.run(command, env=own | env, capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr


@pytest.fixture
def secrets(tmp_path: Path) -> dict[str, str]:
    """Return the settings that name the secrets' files."""
    (tmp_path / "secret-key").write_text("k" * 43 + "-0123456789")
    (tmp_path / "database-url").write_text("postgresql://tenfold:x@database/tenfold")
    return {
        "TENFOLD_SECRET_KEY_FILE": str(tmp_path / "secret-key"),
        "TENFOLD_DATABASE_URL_FILE": str(tmp_path / "database-url"),
        "TENFOLD_HOME": str(tmp_path / "home"),
    }


def test_the_image_runs_as_a_user_of_no_rights() -> None:
    users = [rest for name, rest in last_stage() if name == "USER"]
    assert users == ["tenfold"]
    assert "--uid 10001" in dict(last_stage())["RUN"]


def test_the_image_is_built_in_stages_and_takes_two_things_along() -> None:
    copied = [rest for name, rest in last_stage() if name == "COPY"]
    assert copied == ["--from=python /opt/tenfold /opt/tenfold"]


def test_the_image_fetches_nothing_that_is_not_pinned() -> None:
    for name, rest in instructions():
        if name == "RUN" and "pip install" in rest:
            assert "--require-hashes" in rest or "--no-deps /wheels/" in rest
        if name == "RUN" and "npm" in rest:
            assert "npm ci" in rest or "npm run build" in rest
    assert not re.search(r"apt-get|curl|wget|:latest|\bADD\b", DOCKERFILE)


def test_every_image_names_its_version() -> None:
    named = re.findall(r"^ARG \w+_IMAGE=(\S+)", DOCKERFILE, re.M)
    named += [service["image"] for service in SERVICES.values() if service["image"] != "tenfold"]
    assert len(named) == 4
    assert all(re.search(r":\d+(\.\d+)?-[a-z-]+$", image) for image in named)


def test_the_image_is_asked_whether_it_is_healthy() -> None:
    assert "/healthz" in dict(last_stage())["HEALTHCHECK"]


def test_the_image_speaks_to_its_process_directly() -> None:
    """In the exec form SIGTERM arrives at Tenfold and not at a shell."""
    last = dict(last_stage())
    assert last["ENTRYPOINT"] == '["tenfold"]'
    assert last["CMD"].startswith('["serve", ')


def test_the_builder_gets_no_secret() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in ignored if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert not any(re.match(r"!deploy/?$|!deploy/(secrets|tls|\*)|!\.", rule) for rule in rules)


def test_git_takes_no_secret() -> None:
    for path in ("deploy/.env", "deploy/secrets/secret-key", "deploy/tls/privkey.pem"):
        done = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT)
        assert done.returncode == 0, path


def test_the_pinned_packages_are_those_that_tenfold_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["web"] + extras["heic"] + extras["pdf"]
    lines = (DEPLOY / "requirements.txt").read_text("utf-8")
    pinned = {
        re.sub(r"[-_.]+", "-", found[1]).lower(): Version(found[2])
        for found in re.finditer(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", lines, re.M)
    }
    for asked in map(Requirement, wanted):
        name = re.sub(r"[-_.]+", "-", asked.name).lower()
        assert name in pinned, f"deploy/pin.py was not run: {name} is missing"
        assert pinned[name] in asked.specifier, f"deploy/pin.py was not run: {name}"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["restart"] == "unless-stopped"
    assert not {"privileged", "network_mode", "pid"} & set(service)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"worker", "app"}))
def test_every_foreign_service_is_asked_whether_it_is_healthy(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


def test_only_nginx_can_be_reached() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {
        "nginx"
    }


def test_secrets_are_files_and_stand_in_no_environment() -> None:
    for name in COMPOSE["secrets"]:
        assert COMPOSE["secrets"][name] == {"file": f"./secrets/{name}"}
    for service in SERVICES.values():
        environment = service["environment"]
        loose = [key for key in environment if re.search("PASSWORD|SECRET|DATABASE_URL", key)]
        assert all(key.endswith("_FILE") for key in loose)
        named = [value for key, value in environment.items() if key.endswith("_FILE")]
        assert all(Path(value).name in service["secrets"] for value in named)


def test_what_must_last_is_in_named_volumes() -> None:
    lasting = {"app": "home:/var/lib/tenfold", "worker": "home:/var/lib/tenfold"}
    lasting["database"] = "database:/var/lib/postgresql/data"
    for name, volume in lasting.items():
        assert volume in SERVICES[name]["volumes"]
    named = {v.split(":")[0] for s in SERVICES.values() for v in s["volumes"] if v[0] != "."}
    assert named == set(COMPOSE["volumes"])


def test_each_waits_until_what_it_needs_is_healthy() -> None:
    waits = {
        name: {needed: how["condition"] for needed, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    healthy = "service_healthy"
    assert waits == {
        "nginx": {"app": healthy},
        "app": {"database": healthy},
        "worker": {"app": healthy},
        "database": {},
    }


def test_nginx_gets_every_blank_of_its_template() -> None:
    blanks = set(re.findall(r"\$\{([A-Z_]+)\}", (DEPLOY / "nginx.conf").read_text("utf-8")))
    environment = SERVICES["nginx"]["environment"]
    allowed = re.compile(environment["NGINX_ENVSUBST_FILTER"].replace("$$", "$"))
    assert blanks == {name for name in environment if allowed.match(name)}


def test_one_limit_of_size_holds_for_nginx_and_tenfold() -> None:
    default = OPTIONS["TENFOLD_MAX_UPLOAD_MB"].default
    assert EXAMPLE["TENFOLD_MAX_UPLOAD_MB"] == default
    given = SERVICES["nginx"]["environment"]["TENFOLD_MAX_UPLOAD_MB"]
    assert given == f"${{TENFOLD_MAX_UPLOAD_MB:-{default}}}"


def test_the_examples_settings_exist() -> None:
    assert {name for name in EXAMPLE if name.startswith("TENFOLD_")} <= set(OPTIONS)


def test_check_deploy_is_silent_as_compose_sets_it_up(secrets: dict[str, str]) -> None:
    told = check_deploy(**EXAMPLE | SERVICES["app"]["environment"] | secrets)
    assert told.startswith("System check identified no issues")


def test_check_deploy_is_silent_as_systemd_sets_it_up(secrets: dict[str, str]) -> None:
    words = " ".join(unit()["Environment"]).split()
    environment = dict(word.split("=", 1) for word in words)
    told = check_deploy(**EXAMPLE | environment | secrets)
    assert told.startswith("System check identified no issues")


def test_the_worker_of_compose_is_a_command_that_exists() -> None:
    entrypoint = SERVICES["worker"]["entrypoint"]
    assert entrypoint == ["tenfold", "worker"]
    command = [sys.executable, "-m", *entrypoint, "--help"]
    done = subprocess.run(command, capture_output=True, timeout=120)
    assert done.returncode == 0


def test_systemd_hands_out_the_secrets() -> None:
    names = {line.split(":")[0] for line in unit()["LoadCredential"]}
    environment = " ".join(unit()["Environment"])
    assert {f"{name}" for name in re.findall(r"%d/([\w-]+)", environment)} == names


@pytest.mark.parametrize("service", [SERVICE, WORKER], ids=lambda path: path.stem)
def test_the_unit_is_sound(service: Path, tmp_path: Path) -> None:
    systemd = _analyze()
    program = tmp_path / "tenfold"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = service.read_text("utf-8").replace("/opt/tenfold/venv/bin/tenfold", str(program))
    (tmp_path / service.name).write_text(text)
    done = _run(systemd, "verify", "--man=no", str(tmp_path / service.name))
    told = [line for line in done.stderr.splitlines() if "tenfold" in line]
    assert (done.returncode, told) == (0, [])


def test_the_unit_exposes_little() -> None:
    """Below 2 of systemd's 10, which it calls OK; without hardening a service has 9.6."""
    done = _run(_analyze(), "security", "--offline=yes", "--threshold=20", str(SERVICE))
    assert done.returncode == 0, done.stdout


def _analyze() -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze")
    return program


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_unit_is_written_as_systemd_reads_it() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(SERVICE)
    assert parser.sections() == ["Unit", "Service", "Install"]
