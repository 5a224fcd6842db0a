# One command each: `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo extras test check coverage fix bench docs lock browser axe screens clean

PYTHON ?= python3
BIN := .venv/bin
# pip that asks nothing and says only what matters.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
TORCH := $(shell grep '^torch==' requirements.lock)
CODE := api matcher profiles programmes tests benchmarks tools
# quality, rank.million and rank.again need a folder: their own first lines say how they are run.
# Processes that test beside each other; `make test WORKERS=0` takes this one alone.
WORKERS ?= 2
BENCHMARKS := embed match pools_quality precision serve rank
AXE := 4.14.1
# The default model comes in a package: no command below needs a model hub.
export HF_HUB_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.runtime ## Install what is missing, then match an example profile
	$(BIN)/allymatch match examples/quantum-sensor-munich.json --format table

extras: .venv/.extras ## Install the server, the cluster, the compiled pass and the evaluation, too

test: .venv/.development ## Install what is missing, then check everything
	@if grep -rlq --include='*.py' 'pytest.mark.browser' tests; then $(MAKE) --no-print-directory browser; fi
	@$(MAKE) --no-print-directory check

check: .venv/.development ## Format, lint, types, import contracts, manual, tests
	$(BIN)/ruff format --check $(wildcard $(CODE))
	$(BIN)/ruff check $(wildcard $(CODE))
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check -I . docs/cli.md
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --durations 20 --durations-min 1

coverage: .venv/.development ## Run the tests and tell which branches none of them takes
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term:skip-covered

fix: .venv/.development ## Format, and repair what ruff can
	$(BIN)/ruff check --fix $(wildcard $(CODE))
	$(BIN)/ruff format $(wildcard $(CODE))

docs: .venv/.development ## Write the generated parts of docs/ again
	$(BIN)/cog -r -I . docs/cli.md
	$(BIN)/python -m tools.pairs > docs/pairs.md.new && mv docs/pairs.md.new docs/pairs.md
	$(BIN)/python -m tools.picture > docs/answer.svg.new && mv docs/answer.svg.new docs/answer.svg
	$(BIN)/python -m tools.house --draw > docs/architecture.svg.new && mv docs/architecture.svg.new docs/architecture.svg

bench: .venv/.development ## Run the benchmarks; each prints its figures with the machine's
	@for each in $(BENCHMARKS); do \
	    echo "== benchmarks.$$each"; $(BIN)/python -m benchmarks.$$each || exit 1; \
	done

lock: .venv/.runtime ## Resolve the newest versions that pyproject.toml allows
	$(BIN)/python -m tools.lock

browser: ## Install Debian's chromium, which the page tests drive
	@command -v chromium >/dev/null || { \
	    command -v apt-get >/dev/null || { echo "no apt-get here: install chromium yourself" >&2; exit 1; }; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	}

axe: build/axe/node_modules/axe-core/axe.min.js ## Fetch axe-core from npm, which looks for barriers in the pages

build/axe/node_modules/axe-core/axe.min.js:
	@npm install --prefix build/axe --silent --no-audit --no-fund --no-save axe-core@$(AXE)

screens: .venv/.development browser axe ## Take a picture of every page in every state into build/screens
	$(BIN)/python -m tools.screens

clean: ## Remove what make, the checks and the tests have built
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is touched last, so an interrupted installation is taken up again, not trusted.
# torch goes first: resolved with the rest, a later release and its CUDA packages could be chosen.
.venv/.runtime: requirements.lock requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "allymatch needs Python 3.11 or newer, this is %s: make PYTHON=python3.11 ..." % sys.version.split()[0])'
	@echo "Installing what the commands need into .venv (some minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "  1 of 3: the engine of the language model"
	@$(PIP) install --quiet '$(TORCH)'
	@echo "  2 of 3: libraries"
	@$(PIP) install --quiet -r requirements.lock
	@echo "  3 of 3: allymatch itself"
	@$(PIP) install --quiet -c requirements-dev.lock hatchling editables
	@$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.extras: .venv/.runtime requirements-extras.lock
	@echo "Installing the extras: server, cluster, compiled pass, evaluation"
	@$(PIP) install --quiet -r requirements-extras.lock
	@touch $@

.venv/.development: .venv/.extras requirements-dev.lock
	@echo "Installing what the checks need"
	@$(PIP) install --quiet -r requirements-dev.lock
	@touch $@
