# All set-up is done here: what it takes is Python 3.11 or newer, make, and the package index.
# .venv is made once and made anew when pyproject.toml changes.

PYTHON ?= python3
BIN := .venv/bin
OUT := build/demo

.PHONY: demo test lint clean

demo: .venv/package.stamp
	rm -rf $(OUT)
	$(BIN)/newsclean clean samples/raw -o $(OUT) --quiet
	$(BIN)/python samples/show.py $(OUT)

test: .venv/test.stamp
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/mypy --strict samples benchmarks tests/check_floors.py

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# pip learned --group, which installs a dependency group of pyproject.toml, in 25.1.
.venv/package.stamp: pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/test.stamp: .venv/package.stamp
	$(BIN)/python -m pip install --quiet --group test
	touch $@

.venv/dev.stamp: .venv/package.stamp
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
