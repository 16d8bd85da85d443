#!/usr/bin/env bash
# Every check that reads the code without running its tests; all run, and any failure counts.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=tests.settings
failed=()

check() { # NAME COMMAND...
    local name=$1
    shift
    printf -- '--> %s\n' "$name"
    "$@" || failed+=("$name")
}

check ruff $bin/ruff check .
check format $bin/ruff format --check .
check types $bin/mypy
check layers $bin/lint-imports --no-logo
check migrations $bin/python -W ignore -m django makemigrations --check --dry-run
check migrations-of-the-example env DJANGO_SETTINGS_MODULE=example_site.settings \
    $bin/python -W ignore -m django makemigrations --check --dry-run
check templates $bin/djlint --lint --quiet egov_forms egov_tracking example_site
check catalogues $bin/python scripts/catalogues.py
check documentation $bin/python -m pytest -q -p no:cacheprovider tests/test_docs.py

if [ "${#failed[@]}" -gt 0 ]; then
    printf 'lint failed: %s\n' "${failed[*]}"
    exit 1
fi
echo "lint passed"
