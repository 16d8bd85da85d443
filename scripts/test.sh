#!/usr/bin/env bash
# The whole check: lint, the suite on PostgreSQL, what touches the database on SQLite as well.
# Runs every part even when one fails, and says at the end how each went.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
python=.venv/bin/python
logs=var/test-logs
mkdir -p "$logs"

EGOV_CHROMIUM=$($python scripts/chromium.py) || exit 1
export EGOV_CHROMIUM
# Without one a stand-in proves the scanner alone.
EGOV_CLAMD=$($python scripts/clamd.py)
export EGOV_CLAMD

failed=0
part() { # NAME COMMAND...
    local name=$1
    shift
    printf '\n==> %s\n' "$name"
    local began=$SECONDS
    "$@" 2>&1 | tee "$logs/$name.log"
    local status=$?
    summary+=("$name: $(tail -n 1 "$logs/$name.log" | tr -d '=') [$((SECONDS - began)) s, exit $status]")
    [ "$status" -eq 0 ] || failed=1
}

summary=()
# Two workers; --dist load hands the tests out in order, so that those which empty the tables
# (live server) come last on every worker.
suite=(-m pytest -q -n "${EGOV_TEST_WORKERS:-2}" --dist load --durations=10 --durations-min=0.5)
part lint bash scripts/lint.sh
part sqlite $python "${suite[@]}" --only-database -m "not browser"
part postgresql $python scripts/postgres.py $python "${suite[@]}"

printf '\n==> In short\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
