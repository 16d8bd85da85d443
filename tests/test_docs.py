"""docs/reference/ describes every setting, command and field type, and nothing else."""

import re
from pathlib import Path

import pytest

from egov_forms import conf as forms_conf
from egov_forms.fields import registry
from egov_tracking import conf as tracking_conf
from scripts import statuses

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def sections(name: str, level: int) -> dict[str, str]:
    """Heading -> text of a reference page's sections at this level, code blocks left out."""
    text = FENCE.sub("", (REFERENCE / name).read_text(encoding="utf-8"))
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    headings = [heading.strip().strip("`") for heading in parts[1::2]]
    assert len(headings) == len(set(headings)), f"{name} has a heading twice"
    return dict(zip(headings, parts[2::2], strict=True))


def settings_of(heading: str) -> dict[str, str]:
    text = sections("settings.md", 2)[heading]
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return dict(zip([part.strip("` ") for part in parts[1::2]], parts[2::2], strict=True))


def commands() -> set[str]:
    found = ROOT.glob("egov_*/management/commands/*.py")
    return {path.stem for path in found if not path.stem.startswith("_")}


@pytest.mark.parametrize(
    ("name", "defaults"),
    [("EGOV_FORMS", forms_conf.DEFAULTS), ("EGOV_TRACKING", tracking_conf.DEFAULTS)],
)
def test_every_setting_is_documented_and_no_other(name: str, defaults: dict[str, object]) -> None:
    assert set(settings_of(name)) == set(defaults)


@pytest.mark.parametrize(
    ("name", "defaults"),
    [("EGOV_FORMS", forms_conf.DEFAULTS), ("EGOV_TRACKING", tracking_conf.DEFAULTS)],
)
def test_a_setting_states_its_default(name: str, defaults: dict[str, object]) -> None:
    documented = settings_of(name)
    for key, default in defaults.items():
        assert f"Default: `{default!r}`" in documented[key].replace('"', "'"), key


def test_every_command_is_documented_and_no_other() -> None:
    assert set(sections("commands.md", 2)) == commands()


def test_every_field_type_is_documented_and_no_other() -> None:
    assert set(sections("field-types.md", 2)) == set(registry)


def test_every_option_of_a_field_type_is_documented() -> None:
    documented = sections("field-types.md", 2)
    for name, field_type in registry.items():
        for option in field_type.options:
            assert f"`{option}`" in documented[name], f"{name}: {option}"


def test_the_moves_are_documented_as_the_table_has_them() -> None:
    text = statuses.PAGE.read_text(encoding="utf-8")
    assert statuses.generated(text) == text, "run: python scripts/statuses.py"


def test_every_system_check_is_documented_and_no_other() -> None:
    check_id = re.compile(r"egov_\w+\.[EW]\d{3}")
    code = [path.read_text(encoding="utf-8") for path in ROOT.glob("egov_*/**/*.py")]
    documented = check_id.findall((REFERENCE / "checks.md").read_text(encoding="utf-8"))
    assert sorted(documented) == sorted(one for text in code for one in check_id.findall(text))


def test_every_module_has_its_place_in_the_architecture() -> None:
    described = set(re.findall(r"`(\w+)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    modules = {
        path.parent.name if path.name == "__init__.py" else path.stem
        for pattern in ("egov_*/[a-z]*.py", "egov_*/*/__init__.py")
        for path in ROOT.glob(pattern)
    }
    assert modules - described == set()


def links() -> list[tuple[str, str]]:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    found = [(page, FENCE.sub("", page.read_text(encoding="utf-8"))) for page in pages]
    return [
        (str(page.relative_to(ROOT)), target)
        for page, text in found
        for target in re.findall(r"\]\(([^)\s]+)\)", text)
        if not target.startswith(("http://", "https://", "#"))
    ]


def test_the_model_settings_for_production_limit_officers_sessions() -> None:
    """The page promises that `check --deploy` prints nothing with them; W005 asks for this."""
    page = (ROOT / "docs" / "how-to" / "run-in-production.md").read_text(encoding="utf-8")
    code = page.split("```python")[1].split("```")[0]
    compile(code, "live.py", "exec")
    assert "egov_tracking.middleware.SessionLimit" in code


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [
        (page, target)
        for page, target in links()
        if not (ROOT / page).parent.joinpath(target.partition("#")[0]).exists()
    ]
    assert broken == []
