# Consilium. `make help` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
B ?= all
WORKERS ?= 2
BIN := .venv/bin
STAMPS := .cache/stamps

.PHONY: serve test check format bench help requirements generate clean

serve: $(STAMPS)/main $(STAMPS)/web ## Start everything on http://127.0.0.1:8000 (PORT= and DATA= choose otherwise)
	@$(BIN)/python -m api.cli serve --port "$(PORT)" --data "$(DATA)"

test: $(STAMPS)/main $(STAMPS)/dev $(STAMPS)/standards $(STAMPS)/web $(STAMPS)/system ## Install what the tests need, check, and run everything
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -q

check: $(STAMPS)/main $(STAMPS)/dev $(STAMPS)/web ## Format, lint, types, import contracts, drift of generated files
	@$(BIN)/python -m tests.checks

format: $(STAMPS)/dev ## Let ruff format and mend what it can
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: $(STAMPS)/main $(STAMPS)/dev $(STAMPS)/web ## Measure: B=pages; prints hardware, data, distributions, one JSON line
	@$(BIN)/python -m bench "$(B)"

generate: $(STAMPS)/main $(STAMPS)/dev $(STAMPS)/web ## Write the generated files anew (OpenAPI, TypeScript types, catalogues)
	@$(BIN)/python -m api.generate
	@$(BIN)/python -m web.catalogues extract

requirements: $(STAMPS)/dev ## Pin requirements/*.in anew, with hashes
	@for set in main dev; do $(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url requirements/$$set.in -o requirements/$$set.txt; done

clean: ## Remove what was built (the data folder stays)
	@rm -rf .venv .cache web/node_modules web/dist

help: ## Show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name what; do \
	  printf '  make %-13s %s\n' "$$name" "$$what"; done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Consilium needs Python 3.11 or newer.")'
	@$(PYTHON) -m venv .venv

$(STAMPS)/main: requirements/main.txt | $(BIN)/python
	@echo "Installing the Python packages ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/main.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/main
	@echo "Installing the tools for tests and checks ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/standards: requirements/standards.txt | $(BIN)/python
	@echo "Installing the schemas that tests hold files against ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes --no-deps --upgrade --target .cache/standards -r requirements/standards.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/npm: web/package-lock.json
	@echo "Installing the packages of the front ..."
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/web: $(STAMPS)/npm $(shell find web/islands web/styles web/icons -type f 2>/dev/null) web/vite.config.js
	@echo "Building the front ..."
	@cd web && npm run --silent build
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/system:
	@bash tests/system_packages.sh
	@mkdir -p $(STAMPS) && touch $@
