# Two commands on a fresh machine: `make demo` and `make test`. See CONTRIBUTING.md for the rest.
PYTHON ?= python3
PORT ?= 8000
export PORT

.PHONY: demo demo-reset test test-all lint messages clean

demo:
	$(PYTHON) scripts/environment.py
	.venv/bin/python -m example_site.demo

demo-reset:
	$(PYTHON) scripts/environment.py
	.venv/bin/python -m example_site.demo --reset

test:
	$(PYTHON) scripts/environment.py test lint
	bash scripts/test.sh

# Every combination of browser states, long property tests, the slow ones, the version matrix.
test-all:
	$(PYTHON) scripts/environment.py test lint
	EGOV_TEST_ALL=1 bash scripts/test.sh
	.venv/bin/python scripts/matrix.py

lint:
	$(PYTHON) scripts/environment.py test lint
	bash scripts/lint.sh

# Take new texts into the catalogues and compile them.
messages:
	$(PYTHON) scripts/environment.py test
	.venv/bin/python scripts/catalogues.py --update

# The README's pictures, from a trial that `make demo` serves in another shell.
screenshots:
	$(PYTHON) scripts/environment.py test
	.venv/bin/python scripts/screenshots.py

clean:
	rm -rf .venv .tox .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
