# The developers' door. `just` lists what there is.

export DJANGO_SETTINGS_MODULE := "thidua.config.settings"

_default:
    @just --list --unsorted

# environment from the lock file, with the developers' tools
setup:
    uv sync --locked

# fast checks: faults, layout, types, contracts, migrations, rulebook
check:
    uv run ruff check .
    uv run ruff format --check .
    uv run mypy
    uv run lint-imports
    uv run django-admin makemigrations --check --dry-run
    uv run thidua law check
    uv run thidua law consolidate --check

# everything, as continuous integration does
test:
    ./thidua.sh test

# one part: just test-part tests/apps/councils
test-part *WHAT:
    uv run pytest {{ WHAT }}

# the practice department with reload and error pages
run:
    THIDUA_DEBUG=1 uv run thidua demo --reload

# one performance goal: just bench certificates
bench NAME *ARGS:
    uv run python benchmarks/{{ NAME }}.py {{ ARGS }}

# the checked-in description of the API
openapi:
    uv run python -m thidua.config.openapi

# the rulebook loads, every citation is there
law-check:
    uv run thidua law check

# consolidated texts in docs/law
law-docs:
    uv run thidua law consolidate

# the law engine with every branch covered, as continuous integration does
law-coverage:
    uv run pytest -q -n auto tests/law tests/cases --cov=thidua.law --cov-branch --cov-report=term-missing:skip-covered

# mutation testing of the predicates and the evaluator: hours for all, or `just law-mutants 600`
law-mutants SAMPLE="":
    uv run --group mutants python tests/law/mutants.py {{ SAMPLE }}

# interpreter and screener on 20,000 random histories: some minutes
screen-long HISTORIES="20000":
    THIDUA_SCREEN_HISTORIES={{ HISTORIES }} uv run pytest -q -n0 tests/law/screen/test_agreement.py
