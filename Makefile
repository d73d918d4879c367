# Two commands matter to a newcomer: `make try` and `make test`.
# Every target sets up .venv first when it is missing or older than the lock; `bench` has an environment
# of its own. Set-up talks on standard error, so that standard output belongs to the conversation
# (`make -s` is not needed).

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
BENCH  := .venv-bench
ARGS   ?=

.PHONY: try test nightly check format setup bench bench-search bench-watches bench-alerts lock clean

try: $(READY)
	@$(BIN)/python -m bot try $(ARGS)

# Where the environment forbids to keep compiled modules, each process would compile the tests and the program anew.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

# Hostile documents with all the time they may take, thousands of invented examples, 100,000 hostile searches, a million spoilt feeds: an hour;
# ARGS='--seed 7 --count 1000' for other or fewer ones (docs/testing.md).
nightly: $(READY)
	@HOSTILE_SECONDS=10 $(BIN)/python -m pytest tests/bot_intake/test_hostile_feeds.py
	@$(BIN)/python -m pytest -m hypothesis --hypothesis-profile nightly
	@$(BIN)/python -m tests.fuzz.searches --count 100000 $(ARGS)
	@$(BIN)/python -m tests.fuzz --count 1000000 $(ARGS)

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_architecture.py

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

setup: $(READY)

# Polls 1,000 local feeds for a few minutes; ARGS='--feeds 100' for fewer (docs/benchmarks.md).
bench: $(BENCH)/.ready
	@$(BENCH)/bin/python -m benchmarks.poll $(ARGS)

# Searches a million invented articles, which takes an hour and 6 GB the first time;
# ARGS='--articles 20000', ARGS='--data FOLDER' to keep them for the next run (docs/benchmarks.md).
bench-search: $(BENCH)/.ready
	@$(BENCH)/bin/python -m benchmarks.search $(ARGS)

# Holds 1,000 articles against 10,000 watches; ARGS='--watches 1000' for fewer.
bench-watches: $(READY)
	@$(BIN)/python -m benchmarks.watches $(ARGS)

# Sends one article to 10,200 chats at Telegram's pace, six minutes; ARGS='--chats 500 --groups 10' for fewer,
# ARGS='--rate 1000' for more a second (docs/benchmarks.md).
bench-alerts: $(READY)
	@$(BIN)/python -m benchmarks.alerts $(ARGS)

$(READY): requirements.txt pyproject.toml
	$(call set-up,$(VENV),requirements.txt)

$(BENCH)/.ready: requirements.txt requirements-bench.txt pyproject.toml
	$(call set-up,$(BENCH),requirements.txt requirements-bench.txt)

# $(call set-up,FOLDER,REQUIREMENTS): a virtual environment with what is locked, and the project.
# The mark is written last: an interrupted set-up is done again.
define set-up
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 1>&2 || \
  { echo 'Newshound needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …' 1>&2; exit 1; }
@echo 'Setting up $(1) (once, about a minute) …' 1>&2
@$(PYTHON) -m venv --clear $(1) 1>&2 || \
  { echo 'Python cannot make a virtual environment; on Debian: apt install python3-venv' 1>&2; exit 1; }
@$(1)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
  --require-hashes $(addprefix --requirement ,$(2)) 1>&2
@$(1)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
  --no-deps --no-build-isolation --editable . 1>&2
@touch $(1)/.ready
endef

# Maintainers: pin anew what pyproject.toml allows, for every platform and Python 3.11–3.14.
lock:
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --extra dev pyproject.toml --output-file requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --constraint requirements.txt requirements-bench.in --output-file requirements-bench.txt

clean:
	rm -rf $(VENV) $(BENCH) .mypy_cache .pytest_cache .ruff_cache
