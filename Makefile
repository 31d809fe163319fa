# make run     set up and read the sample pictures
# make test    set up and run every test
# make check   format, lint, types, import rules (what CI runs before the tests)
# make bench   measure what the README claims
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The image sets, where they stand beside the checkout; tests that need them are skipped without.
export TENFOLD_DATA ?= $(abspath $(CURDIR)/../shared/data)

.PHONY: run test check format bench clean

run: $(VENV)/.run
	@$(BIN)/tenfold read examples --pictures

test: $(VENV)/.dev
	$(BIN)/pytest -q -n 2

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	for script in benchmarks/bench_*.py; do $(BIN)/python $$script || exit 1; done

$(BIN)/python:
	python3 -m venv $(VENV)

$(VENV)/.run: $(BIN)/python pyproject.toml
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
