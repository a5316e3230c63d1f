# make demo   installs Ketluan into .venv, extracts the sample reports and prints what was found
# make test   installs it with what development needs and runs every test
# The Python is chosen with PYTHON=…, the environment's folder with VENV=….

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml README.md $(shell find pipeline models/default -type f -not -name '*.pyc' 2>/dev/null)
# What is imported compiles itself at its first import; compiling all of torch beforehand takes longer than the tests.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile

.PHONY: demo test lint types clean

demo: $(VENV)/installed
	$(BIN)/ketluan extract corpus/texts -o records.jsonl
	$(BIN)/ketluan show records.jsonl --summary

test: $(VENV)/installed-dev
	$(BIN)/pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy
	$(BIN)/mypy scripts

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The package itself is installed anew whenever its files change: what runs is the wheel that users get.
$(VENV)/installed: $(SOURCES) | $(BIN)/python
	$(INSTALL) .
	touch $@

$(VENV)/installed-dev: $(SOURCES) | $(BIN)/python
	$(INSTALL) '.[dev]'
	touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) records.jsonl records.jsonl.errors.jsonl build dist
