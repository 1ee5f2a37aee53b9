# Two commands: `make run` does the main job on the real data, `make test` checks everything.
PYTHON ?= python3
BIN := .venv/bin
KG := $(BIN)/kg

.PHONY: run test check bench docs serve clean

run: .venv/run
	@$(KG) build
	@$(KG) validate
	@$(KG) rank --measure all --format csv --on both -o build/ranking.csv
	@$(KG) explore -o build/explorer.html
	@$(KG) show

test: .venv/test
	@bash .ci/need chromium:chromium node:nodejs virtuoso-t:virtuoso-opensource-7-bin
	@$(BIN)/python -m pytest

check: .venv/test
	@$(BIN)/ruff format --check kg tests docs
	@$(BIN)/ruff check kg tests docs
	@$(BIN)/mypy
	@$(KG) tidy --check

# All parts of the page, or some: make bench PARTS=engine
bench: .venv/bench
	@$(BIN)/python -m tests.bench $(PARTS)

# The graph over HTTP, at an address that it prints: make serve OPTIONS='--port 8080'
serve: .venv/serve
	@test -f build/citykg.nt || $(KG) build
	@$(KG) serve $(OPTIONS)

docs: .venv/docs
	@$(BIN)/python -m docs.build

clean:
	rm -rf build dist .venv

.venv/run: pyproject.toml constraints.txt
	@bash .ci/venv $(PYTHON)
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/test: .venv/run
	@$(BIN)/pip install --quiet --constraint constraints.txt --group test
	@touch $@

.venv/bench: .venv/test
	@$(BIN)/pip install --quiet --constraint constraints.txt --group bench
	@touch $@

.venv/serve: .venv/run
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[server]'
	@touch $@

.venv/docs: .venv/run
	@$(BIN)/pip install --quiet --constraint constraints.txt --group docs
	@touch $@
