# Everything a person types. Each target does its own set-up; nothing need be installed but Python 3.11 (or newer) and make.
# TORCH_INDEX=https://download.pytorch.org/whl/cpu takes the small CPU build of PyTorch where pip would bring the CUDA one.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
DESK ?= 1

.PHONY: demo test check docs golden clean

demo: $(VENV)/.stamp-runtime
	@tools/browser
	DESK=$(DESK) $(BIN)/python -m demo.run

test: $(VENV)/.stamp-dev
	@tools/browser
	$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: $(VENV)/.stamp-dev
	TIDEWAITER_GOLDEN=1 $(BIN)/python -m pytest -q tests/crawlers/reading/test_golden_pages.py
	@git diff --stat -- tests/crawlers/pages

docs: $(VENV)/.stamp-dev
	$(BIN)/mkdocs build --strict

clean:
	rm -rf $(VENV) site build dist demo/home .mypy_cache .ruff_cache

$(VENV)/.stamp-runtime: requirements.lock pyproject.toml tools/environment
	TORCH_INDEX="$(TORCH_INDEX)" tools/environment $(VENV) requirements.lock
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-runtime requirements-dev.lock
	TORCH_INDEX="$(TORCH_INDEX)" tools/environment $(VENV) requirements-dev.lock
	@touch $@
