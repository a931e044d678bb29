# Every target sets up what it needs in .venv. All paths are relative: the checkout's own path may
# hold spaces. Works with GNU make 3.81 (macOS) and newer.

PYTHON ?= python3
ARGS ?=
VENV_PYTHON := .venv/bin/python
INSTALL := $(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
UV := uv==0.13.9

# Stamps: each is written when its step has succeeded, and is older than its lock when that changed.
MADE := .venv/.made
INSTALLED := .venv/.installed
TEST_INSTALLED := .venv/.installed-test

.DEFAULT_GOAL := site
.PHONY: site test serve check messages lint format bench lock clean help

site: $(INSTALLED) ## build the site into site/ (the default)
	@$(VENV_PYTHON) build.py build $(ARGS)

serve: $(INSTALLED) ## live preview: pages reload as you save
	@$(VENV_PYTHON) build.py serve $(ARGS)

check: $(INSTALLED) ## say what is wrong in listings and guides; changes nothing
	@$(VENV_PYTHON) build.py check $(ARGS)

messages: $(INSTALLED) ## bring translations/*.po up to what the pages say
	@$(VENV_PYTHON) build.py messages $(ARGS)

test: $(TEST_INSTALLED) ## run all tests, those in a browser too; ARGS="-k name" for some
	@$(VENV_PYTHON) tests/browser_finder.py --install
	@$(VENV_PYTHON) -m pytest -n 2 $(ARGS)

lint: $(TEST_INSTALLED) ## ruff, ruff format and mypy; changes nothing
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m mypy

format: $(TEST_INSTALLED) ## rewrite the Python files in the project's layout
	@$(VENV_PYTHON) -m ruff check --fix .
	@$(VENV_PYTHON) -m ruff format .

bench: $(TEST_INSTALLED) ## list the benchmarks; BENCH=bench/name.py runs one
ifdef BENCH
	@PYTHONPATH=.:tests:bench $(VENV_PYTHON) "$(BENCH)" $(ARGS)
else
	@echo 'Benchmarks; run one with: make bench BENCH=bench/<name>.py'
	@awk '/^"""/ && !seen[FILENAME]++ { gsub(/"""/, ""); printf "  %-28s %s\n", FILENAME, $$0 }' \
		bench/*.py
endif

lock: $(MADE) ## pin packages anew after a change of requirements*.in; ARGS=--upgrade for newer ones
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check $(UV)
	@for name in requirements requirements-test; do \
		$(VENV_PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 \
			--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' $(ARGS) \
			--output-file $$name.lock $$name.in || exit 1; \
	done

clean: ## delete the built site and all caches (.venv stays)
	@rm -rf site .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

$(INSTALLED): requirements.lock $(MADE)
	@echo 'Installing what the site needs (requirements.lock) ...'
	@$(INSTALL) -r requirements.lock
	@touch $@

$(TEST_INSTALLED): requirements-test.lock $(INSTALLED)
	@echo 'Installing what the tests need (requirements-test.lock) ...'
	@$(INSTALL) -r requirements-test.lock
	@touch $@

# A .venv that works is kept; one that does not (its Python was removed or replaced) is made anew.
$(MADE): $(VENV_PYTHON)
	@$(VENV_PYTHON) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
			echo 'Python 3.11 or newer is needed, and "$(PYTHON)" is not that.' >&2; \
			echo 'Name another with, for example: make PYTHON=python3.12' >&2; exit 1; }; \
		echo 'Making .venv with $(PYTHON) ...'; \
		$(PYTHON) -m venv --clear .venv || { \
			rm -rf .venv; \
			echo 'Python could not make a virtual environment.' >&2; \
			echo 'On Debian and Ubuntu: sudo apt-get install python3-venv' >&2; exit 1; }; }
	@touch $@

# Nothing to do: a missing interpreter only makes the step above run.
$(VENV_PYTHON): ;
