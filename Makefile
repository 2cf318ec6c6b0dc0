# make demo · make test: all they need is Python 3.11 or newer, make and a package index.
# `make PYTHON=/path/to/python3.12 …` takes that Python; `make VENV=folder …` puts the environment elsewhere.

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# As many tests at once as there are cores; those that share a costly fixture stay together.
PARALLEL := --numprocesses auto --maxprocesses 8 --dist loadgroup
DEMO := scenarios/status_quo.yaml scenarios/thinning.yaml scenarios/design.yaml

.PHONY: help demo test test-all lint lint-code lint-format lint-types lint-layers format env env-dev clean

help:
	@echo "make demo      solve the example county for three scenarios and write results/report.html"
	@echo "make test      the quick test-suite, with its ten slowest"
	@echo "make test-all  every test, the slow ones included"
	@echo "make lint      ruff, mypy, import-linter"
	@echo "make format    let ruff write the files in house style"
	@echo "make clean     remove the environment, results and caches"

demo: env
	$(BIN)/netplan solve $(DEMO) --seconds 60 --gap 0.005
	$(BIN)/netplan compare $(DEMO)
	$(BIN)/netplan report $(DEMO) --to results/report.html

test: env-dev
	$(BIN)/python -m pytest $(PARALLEL)

test-all: env-dev
	$(BIN)/python -m pytest $(PARALLEL) -m "slow or not slow"

# One target each, so that `make --keep-going lint` tells the faults of all four.
lint: lint-code lint-format lint-types lint-layers
lint-code: env-dev
	$(BIN)/ruff check
lint-format: env-dev
	$(BIN)/ruff format --check
lint-types: env-dev
	$(BIN)/mypy
lint-layers: env-dev
	$(BIN)/lint-imports

format: env-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) results .netplan build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find netplan tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is built once from the lock files, and again where a lock file changes.
env: $(VENV)/.netplan
env-dev: $(VENV)/.netplan-dev

$(VENV)/.netplan: requirements.lock
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh -eu -c '$(FIND_PYTHON)'
	@echo "Installing what netplan needs into $(VENV) (once; a minute or two) ..."
	@$(PIP) install --no-compile --no-deps -r requirements.lock
	@$(PIP) install --no-compile --no-deps --editable .
	@touch $@

$(VENV)/.netplan-dev: $(VENV)/.netplan requirements-dev.lock
	@echo "Installing the tests and linters into $(VENV) ..."
	@$(PIP) install --no-compile --no-deps -r requirements-dev.lock
	@touch $@

# The first Python that is new enough, and an environment of it; without one, or without venv, say what to install.
define FIND_PYTHON
if "$$VENV/bin/python" -m pip --version >/dev/null 2>&1; then exit 0; fi; \
found=; \
for python in $${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do \
  if "$$python" -c "import sys; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then found=$$python; break; fi; \
done; \
if [ -z "$$found" ]; then \
  echo "netplan needs Python 3.11 or newer; looked for: $${PYTHON:-python3, python3.14 to python3.11, python}." >&2; \
  echo "Install it (Debian, Ubuntu: sudo apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3.12" >&2; \
  exit 1; \
fi; \
echo "Building $$VENV with $$("$$found" --version) ..."; \
log=$$("$$found" -m venv "$$VENV" 2>&1) && "$$VENV/bin/python" -m pip --version >/dev/null 2>&1 && exit 0; \
rm -rf "$$VENV"; \
version=$$("$$found" -c "import sys; print(*sys.version_info[:2], sep=chr(46))"); \
echo "$$log" >&2; \
echo "$$found -m venv failed: Python came without its venv package." >&2; \
echo "  Debian, Ubuntu: sudo apt install python3-venv    (or python$$version-venv)" >&2; \
echo "  Fedora:         sudo dnf install python3-pip      openSUSE: sudo zypper install python3-pip" >&2; \
echo "Then run make again." >&2; \
exit 1
endef
