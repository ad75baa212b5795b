# `make` lists what there is. Every target works on a fresh clone.

PYTHON ?= python3
FUZZ_SECONDS ?= 3600
FUZZ_SEED ?= 0
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help install generate check diff watch demo test test-page test-httpx2 mutants snapshots lint format types cover build soak fuzz bench docs docs-serve release-check clean

help:  ## List the targets.
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  \1\t\2/' | expand -t 14

install: $(READY)  ## Make .venv with the pinned tools and this project in it.

$(READY): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

generate: $(READY)  ## Regenerate generated_client/ from spec/.
	@$(BIN)/python -m generator generate

check: $(READY)  ## Fail if generated_client/ does not match spec/.
	@$(BIN)/python -m generator generate --check

diff: $(READY)  ## Show what changed in spec/ since the last commit, for users of the client.
	@$(BIN)/python -m generator diff

watch: $(READY)  ## Regenerate whenever spec, templates or runtime change.
	@$(BIN)/python -m generator watch

demo: $(READY)  ## Stream a simulated call to a bot, on this machine and without an account.
	@$(BIN)/python examples/demo.py

test: $(READY)  ## Run the tests.
	$(BIN)/pytest --numprocesses auto --quiet

test-page: $(READY)  ## Test the simulator's page in Chromium, which Debian's apt-get installs.
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -qq --no-install-recommends chromium; }
	$(BIN)/pytest --quiet tests/simulator/page_in_chromium.py

test-httpx2: $(READY)  ## Test a client over httpx2, on the wire and its runtime, in a copy.
	$(BIN)/python -m tests.over_httpx2

mutants: $(READY)  ## Change the code in one place at a time; list what no test notices. Takes hours, resumes.
	nice $(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

snapshots: $(READY)  ## Rewrite the expected output in tests/cases/; review the diff.
	$(BIN)/pytest --quiet tests/generator --snapshot-update

lint: $(READY)  ## Check style, formatting, and which room imports which.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache

format: $(READY)  ## Apply style and formatting.
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(READY)  ## Check types, with mypy and pyright.
	$(BIN)/mypy
	$(BIN)/pyright

cover: $(READY)  ## Run the tests and print branch coverage; the floor is 95 %.
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses auto --quiet
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

soak: $(READY)  ## Make 50,000 calls of which one in five fails, then 1,000 that stream.
	$(BIN)/python -m tests.soak
	$(BIN)/python -m tests.soak_streams

fuzz: $(READY)  ## Generate clients of mutated documents for an hour (FUZZ_SECONDS); what is wrong is kept in build/fuzz/.
	$(BIN)/python -m tests.fuzz $(FUZZ_SECONDS) $(FUZZ_SEED)

bench: $(READY)  ## Measure, and write docs/benchmarks.md and docs/streaming.md.
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.streaming

docs: .venv-docs/ready  ## Build the site into site/; warnings are errors.
	.venv-docs/bin/sphinx-build --fail-on-warning --fresh-env --quiet --doctree-dir build/doctrees docs site

docs-serve: docs  ## Build the site and serve it at http://127.0.0.1:8090.
	.venv-docs/bin/python -m http.server --bind 127.0.0.1 --directory site 8090

.venv-docs/ready: requirements-docs.txt
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/pip install --quiet --disable-pip-version-check -r requirements-docs.txt
	@touch $@

build: $(READY)  ## Build the wheel of the client into dist/.
	$(BIN)/python -m build --wheel --no-isolation

release-check: check  ## Build what a release publishes, and check it. Publishes nothing; TAG=v1.2.3 is its tag.
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/python -m tests.release dist $${TAG:+"$$TAG"}

clean:  ## Delete all that the other targets made.
	rm -rf .venv .venv-docs build dist site docs/diagnostics.md mutants .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
