# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One process for each core; what is slow is handed on to whoever is free.
PARALLEL := --numprocesses=logical --maxprocesses=4 --dist=worksteal
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# What was compiled once is kept: tests start commands by the hundred.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help run compile test lint interpreted collected check fix story bench hostile fuzz naughty bombs docs lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "watchdesk needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing watchdesk into $(VENV) (the first time takes a minute) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@WATCHDESK_INTERPRETED=1 $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q daemon  # so that every command starts sooner, also where Python may not write by itself
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

compile: $(VENV)/.run ## compile the matcher, if there is a C compiler and it was not done for these sources
	@$(BIN)/python hatch_build.py

run: $(VENV)/.run ## set up and run the daemon on config.example.yaml, alerts in this terminal
	@$(BIN)/watchdesk run --config config.example.yaml

test: $(VENV)/.dev ## set up, lint, type-check and run all tests, those of matching interpreted and compiled
	@$(MAKE) --no-print-directory --jobs=2 compile lint interpreted collected
	@$(BIN)/python -m pytest $(PARALLEL)

lint: $(VENV)/.dev ## format, lint, types and import contracts alone
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > .lint-imports.log 2>&1 || { cat .lint-imports.log; exit 1; }

interpreted: $(VENV)/.dev
	@WATCHDESK_INTERPRETED=1 $(BIN)/python -m pytest tests/unit/rules/test_oracle.py tests/unit/rules/test_oracle_random.py

# While the compiler has one core: what all processes of pytest would rewrite, each for itself. Tells nothing: they will.
collected: $(VENV)/.dev
	@$(BIN)/python -m pytest --collect-only -qq > /dev/null 2>&1 || true

check: test ## the same as test: format, lint, types, import contracts, tests

fix: $(VENV)/.dev ## format and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

story: $(VENV)/.dev ## only the scenarios: the whole daemon at fake edges
	@$(BIN)/python -m pytest $(PARALLEL) tests/scenario

bench: $(VENV)/.dev compile ## measure: latency from feed to chat, kill -9, word forms, rules on labelled text, names, incidents, matching, polling, changes of rules
	@$(BIN)/python benchmarks/latency.py --faults
	@$(BIN)/python benchmarks/kill.py
	@$(BIN)/python benchmarks/delivery.py
	@$(BIN)/python benchmarks/forms.py
	@$(BIN)/python benchmarks/rules_quality.py
	@$(BIN)/python benchmarks/cadence.py --quick
	@$(BIN)/python benchmarks/names.py
	@$(BIN)/python benchmarks/incidents.py --quick
	@$(BIN)/python benchmarks/matching.py --quick
	@$(BIN)/python benchmarks/polling.py --quick
	@$(BIN)/python benchmarks/cutting.py --every 20
	@$(BIN)/python benchmarks/diff.py --quick

hostile: $(VENV)/.dev ## poll thousands of hostile feeds by the whole daemon, with healthy ones beside them
	@$(BIN)/python benchmarks/hostile.py

fuzz: $(VENV)/.dev ## read N damaged feeds (30000; `make fuzz N=1000000` for more)
	@$(BIN)/python benchmarks/fuzz.py --count $(or $(N),30000)

naughty: $(VENV)/.dev ## send N random strings through the templates of all messages (50000; `make naughty N=1000000` for more)
	@WATCHDESK_NAUGHTY=$(or $(N),50000) $(BIN)/python -m pytest -q -n0 tests/unit/alerts/test_templates.py

bombs: $(VENV)/.dev ## fetch decompression bombs of 10 GiB, and measure what they cost
	@$(BIN)/python benchmarks/bombs.py

$(VENV)/.docs: requirements-docs.lock $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-docs.lock
	@touch $@

docs: $(VENV)/.docs ## build the documents as a site, into site/; a warning fails
	@WATCHDESK_INTERPRETED=1 NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict --clean

lock: ## pin the dependencies anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --group build --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --group docs -c requirements-dev.lock -o requirements-docs.lock

clean: ## remove what make made
	rm -rf $(VENV) daemon/_native .lint-imports.log .mypy_cache .ruff_cache .pytest_cache .import_linter_cache site
