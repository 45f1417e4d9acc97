# Two commands: `make demo` and `make test`; `make nightly` tries longer. All build .venv from the lock first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif

.PHONY: demo test nightly fuzz soak mutants bench check format lock clean help

help: ## what each target does
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## install what is locked, then start `coach demo`
	@$(BIN)/coach demo

# The rules are run apart: their branch coverage is printed, and counting costs as much time again.
RULES := domain review session

test: $(VENV)/.dev ## install what is locked, then run every test
	@$(BIN)/python -m pytest -q -n auto -m "not heard" $(RULES:%=--ignore=tests/%)
	@$(BIN)/python -m pytest -q -n auto --cov --cov-report=term $(RULES:%=tests/%)
	@$(BIN)/python -m pytest -q -m heard tests/speech tests/listening

nightly: $(VENV)/.dev ## 10,000 random journeys and as many random sessions; about an hour on two cores
	@COACH_FUZZ_RUNS=$(or $(RUNS),10000) $(BIN)/python -m pytest -q -n 2 --dist worksteal tests/journeys/test_random_commands.py tests/session/test_random_walk.py

fuzz: $(VENV)/.dev ## hostile input for every reader, for MINUTES=5 in all; ONLY=lines; what breaks one is kept as a test
	@$(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),5) --only "$(ONLY)"

soak: $(VENV)/.dev ## DAYS=30 simulated days of sessions with a fault in most; SEED=7 lives the same days again
	@$(BIN)/python -m tests.soak --days $(or $(DAYS),30) $(if $(SEED),--seed $(SEED))

mutants: $(VENV)/.dev ## break the rules on purpose and ask whether a test sees it; ONLY=coach/domain/lights.py
	@$(BIN)/python -m tests.mutation $(if $(ONLY),--only $(ONLY))

bench: $(VENV)/.bench ## every figure beside its floor, as a table and in bench.json; ONLY=a,d and QUICK=1
	@$(BIN)/python -m bench --json bench.json $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

check: $(VENV)/.dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check coach tests bench
	$(BIN)/ruff check coach tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## put the code in the house's shape
	$(BIN)/ruff format coach tests bench
	$(BIN)/ruff check --fix coach tests bench

lock: ## choose versions anew (needs uv)
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes pyproject.toml --group dev -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes pyproject.toml -c requirements-dev.lock -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --group build -c requirements-dev.lock -o requirements-build.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --group bench -c requirements-dev.lock -o requirements-bench.lock

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coach needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/pyvenv.cfg requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing what is locked into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-build.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q coach
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "Installing the test tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Apart: sqlite-utils loads pandas wherever it finds it, and that is 60 MiB of every coach.
$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock
	@echo "Installing what the bench compares with into $(VENV)/bench-tools ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target $(VENV)/bench-tools -r requirements-bench.lock
	@touch $@

clean: ## remove what the targets made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
