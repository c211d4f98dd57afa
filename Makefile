# Guanxi from a clone. It needs Python 3.11 or newer with the venv module, git and make; everything else goes
# into .venv. pip is the installer on purpose: it honours the mirror and certificates that the machine's own
# pip configuration names, so no file here needs to.

PYTHON ?= python3
# Test processes at once: one more than processors, since many tests wait for processes of their own.
JOBS ?= 3
# `make demo SERVE=0` does all but serve; `make demo PACK=auto_dealer` enables that pack before; GUANXI_HOME, if
# it is set, reaches the command by itself.
SERVE ?= 1

BIN := .venv/bin
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test test-nightly lint types format bench lock clean

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Make .venv with Guanxi in it; a second run has nothing to do.

demo: $(INSTALLED) ## Make a database with demo data and serve it (PACK=auto_dealer: of a pack; SERVE=0: do not serve).
	$(if $(PACK),$(BIN)/guanxi demo --no-serve && $(BIN)/guanxi pack enable $(PACK) --yes)
	$(BIN)/guanxi demo $(if $(filter 0 no false,$(SERVE)),--no-serve)

test: lint types ## Check style and types, then run all tests on SQLite and PostgreSQL, and in Chromium.
	$(BIN)/python -m tools.chromium
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-nightly: $(INSTALLED_DEV) ## Run the tests that are too slow for every run.
	$(BIN)/python -m tools.chromium
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m nightly

lint: $(INSTALLED_DEV) ## Check style and formatting.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED_DEV) ## Check types.
	$(BIN)/mypy

format: $(INSTALLED_DEV) ## Mend style and formatting.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED_DEV) ## Run the benchmarks of benchmarks/README.md.
	$(BIN)/python -m benchmarks

lock: $(INSTALLED_DEV) ## Bring the lock files in line with pyproject.toml; UPGRADE=1 takes the newest versions.
	$(BIN)/python -m tools.lock $(if $(UPGRADE),--upgrade)

clean: ## Remove .venv and everything that tools left; the database under var/ stays.
	rm -rf .venv build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .schemathesis
	find . -path ./var -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Guanxi needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv

# --no-build-isolation: the build backend comes from the lock file, like everything else.
$(INSTALLED): requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED_DEV): requirements-dev.lock $(INSTALLED)
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@
