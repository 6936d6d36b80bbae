# The two commands of a newcomer are `make run` and `make test`; both again are quick, and follow an edit of setup.cfg.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_WEB := $(VENV)/.ready-web
READY_DEV := $(VENV)/.ready-dev
READY_FUZZ := $(VENV)/.ready-fuzz

# For each target of the fuzzer.
FUZZ_SECONDS ?= 60

TORCH := .venv-torch
READY_TORCH := $(TORCH)/.ready

.PHONY: run demo test test-torch lint docs bench bench-linking bench-search bench-verdicts names-model bench-facts bench-names bench-memory bench-workers soak fuzz clean

run: $(READY)
	$(BIN)/sapxep run corpus/articles -o outputs/demo --fresh

# The pages over the corpus, at the address that the last line names.
demo: $(READY_WEB)
	$(BIN)/sapxep run corpus/articles -o outputs/demo --fresh --quiet
	$(BIN)/sapxep serve outputs/demo --open

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q

# What needs torch runs in an environment of its own: all else must do without.
test-torch: $(READY_TORCH)
	$(TORCH)/bin/python -m pytest -q tests/with_torch

# Makes the model that ships again, from packs and grammars as they are; a quarter of an hour on one core.
names-model: $(READY_TORCH)
	mkdir -p build
	$(TORCH)/bin/python -m scripts.made_names build/names.jsonl --articles 16000 --seed 4
	$(TORCH)/bin/python -m scripts.made_names build/apart.jsonl --articles 1500 --seed 5 --kept-apart
	$(TORCH)/bin/sapxep synth -o build/synth --articles 12000 --seed 4 --without-foot
	$(TORCH)/bin/sapxep synth -o build/synth-apart --articles 1200 --seed 5 --kept-apart
	$(TORCH)/bin/sapxep train build/names.jsonl build/synth/articles.jsonl -o models/names --steps 3600 \
		--test build/apart.jsonl --test build/synth-apart/articles.jsonl --name sapxep-names-2
	$(TORCH)/bin/python -m scripts.calibrate_names models/names build/apart.jsonl build/synth-apart/articles.jsonl --write

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Measures everything side by side into docs/measured, docs/speed.md and the README; on a machine that does nothing else.
bench: $(READY_DEV)
	$(BIN)/python -m scripts.bench_all

bench-names: $(READY_DEV)
	$(BIN)/python -m scripts.bench_names

# 100,000 made articles through one worker; half an hour on one core.
bench-memory: $(READY_DEV)
	$(BIN)/python -m scripts.bench_memory

bench-workers: $(READY_DEV)
	$(BIN)/python -m scripts.bench_workers

bench-linking: $(READY_DEV)
	$(BIN)/python -m scripts.bench_linking

bench-search: $(READY_DEV)
	$(BIN)/python -m scripts.bench_search

docs: $(READY_DEV)
	$(BIN)/python -m scripts.build_docs

bench-verdicts: $(READY_DEV)
	$(BIN)/python -m scripts.bench_verdicts

bench-facts: $(READY_DEV)
	$(BIN)/python -m scripts.bench_facts

soak: $(READY_DEV)
	$(BIN)/python -m scripts.soak

# What breaks a target lies in build/fuzz; longer: make fuzz FUZZ_SECONDS=600.
fuzz: $(READY_FUZZ)
	$(BIN)/python -m scripts.fuzz --seconds $(FUZZ_SECONDS)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade pip

$(READY): setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e .
	touch $@

$(READY_WEB): setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e ".[web]"
	touch $@ $(READY)

$(READY_DEV): setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e ".[dev]"
	touch $@ $(READY) $(READY_WEB)

$(READY_FUZZ): setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e ".[dev,fuzz]"
	touch $@ $(READY) $(READY_WEB) $(READY_DEV)

$(READY_TORCH): setup.cfg pyproject.toml
	$(PYTHON) -m venv $(TORCH)
	$(TORCH)/bin/python -m pip install -q torch==2.13.0
	$(TORCH)/bin/python -m pip install -q -e ".[train]" pytest
	touch $@

clean:
	rm -rf $(VENV) $(TORCH) build dist *.egg-info outputs/demo
