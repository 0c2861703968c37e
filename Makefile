# `make run` shows the program, `make test` proves it; both begin with `make setup`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run screenshots test check forms format soak bench lock clean

setup:
	@$(PYTHON) packaging/prepare.py

setup-tests:
	@$(PYTHON) packaging/prepare.py --tests

run: setup
	@$(BIN)/izix-desk demo

screenshots: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python packaging/screenshots.py build/screenshots

test: setup-tests check
	$(BIN)/pytest -n 2 --dist worksteal --durations=10

check: setup-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports --no-logo
	$(BIN)/python packaging/compile_forms.py --check

# After a change in ui/; the result is committed with it.
forms: setup
	@$(BIN)/python packaging/compile_forms.py

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# The same tests with every count in full, instead of 1 %.
soak: setup-tests
	IZIX_SOAK=1 $(BIN)/pytest -n 2 --dist worksteal --durations=10 --timeout 7200

bench: setup
	@$(BIN)/izix-desk bench

# Renews the pinned versions; an environment of its own, since only this needs uv.
lock:
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/pip install --quiet uv
	@build/lock/bin/uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --extra dev --python-version 3.11 pyproject.toml -o packaging/lock.txt

clean:
	rm -rf .venv build dist
