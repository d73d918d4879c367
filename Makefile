# Two commands matter to a newcomer: `make try` and `make test`.
# Every target sets up .venv first when it is missing or older than the lock. Set-up talks on
# standard error, so that standard output belongs to the conversation (`make -s` is not needed).

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ARGS   ?=

.PHONY: try test check format setup lock clean

try: $(READY)
	@$(BIN)/python -m bot try $(ARGS)

test: $(READY)
	@$(BIN)/python -m pytest $(ARGS)

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_architecture.py

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

setup: $(READY)

# The mark is written last: an interrupted set-up is done again.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 1>&2 || \
	  { echo 'Newshound needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …' 1>&2; exit 1; }
	@echo 'Setting up .venv (once, about a minute) …' 1>&2
	@$(PYTHON) -m venv --clear $(VENV) 1>&2 || \
	  { echo 'Python cannot make a virtual environment; on Debian: apt install python3-venv' 1>&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
	  --require-hashes --requirement requirements.txt 1>&2
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
	  --no-deps --no-build-isolation --editable . 1>&2
	@touch $(READY)

# Maintainers: pin anew what pyproject.toml allows, for every platform and Python 3.11–3.14.
lock:
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --extra dev pyproject.toml --output-file requirements.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
