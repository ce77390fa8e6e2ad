# Needs only python3 (3.11 or newer) with venv, and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench check format lock clean

demo: .venv/ready  ## the bot without a token: a chat page in the browser, made-up interviews, one SQLite file
	$(BIN)/nege demo

# Tests wait for processes and for moments half of their time: two workers for a core.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 * len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else 'auto')")

test: .venv/ready  ## all tests, on every core
	$(BIN)/pytest -q -n $(WORKERS) --dist loadscope --no-loadscope-reorder

bench: .venv/ready  ## durable answers a second on one core, and where the time goes (docs/benchmarks.md)
	$(BIN)/python -m bench.answers.run

check: .venv/ready  ## what CI runs before the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nege check surveys

format: .venv/ready
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: .venv/ready  ## pin the newest versions that pyproject.toml allows
	$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .demo

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
