"""What every test may use: the choice of tests by ground, browser pages, axe, property profiles."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import wagtail
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.chromium import find as find_chromium

EVERYTHING = os.environ.get("EGOV_TEST_ALL") == "1"
POSTGRES = os.environ.get("EGOV_TEST_DB") == "postgres"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# As root Chromium has no sandbox; the rest keeps it from calling its maker.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Milliseconds. A busy machine is no failure; what never comes still fails.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

hypothesis_settings.register_profile("quick", max_examples=50, deadline=None)
hypothesis_settings.register_profile("long", max_examples=500, deadline=None)
hypothesis_settings.load_profile("long" if EVERYTHING else "quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run only the tests that touch the database",
    )


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


def is_chosen(item: pytest.Item, only_database: bool) -> bool:
    if item.get_closest_marker("postgres") and not POSTGRES:
        return False
    if item.get_closest_marker("slow") and not EVERYTHING:
        return False
    if item.get_closest_marker("wagtail8") and wagtail.VERSION < (8, 0):
        return False
    return touches_database(item) or not only_database


def keep_first_rows(item: pytest.Item) -> None:
    """Give a test that empties the tables the rows of the migrations back (root page, locales)."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    if fixtures & {"transactional_db", "live_server"} or (
        marker and marker.kwargs.get("transaction")
    ):
        kept = {"transaction": True, "serialized_rollback": True}
        own = {**marker.kwargs, **kept} if marker else kept
        item.add_marker(pytest.mark.django_db(**own), append=False)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this ground or this length of run does not have; nothing is skipped."""
    only_database = config.getoption("--only-database")
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        keep_first_rows(item)
    left_out = [item for item in items if not is_chosen(item, only_database)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if is_chosen(item, only_database)]


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Wagtail caches site roots and we cache compiled forms; no test sees another's."""
    yield
    if settings.configured:
        cache.clear()


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    path = find_chromium()
    assert path, "No Chromium on PATH; `make test` installs one or says how"
    # Playwright keeps an event loop running in this thread. Django then refuses the database,
    # and would open other connections than those that the test database was made with.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    made_with = {alias: connections[alias] for alias in connections}
    try:
        with sync_playwright() as playwright:
            for alias, connection in made_with.items():
                connections[alias] = connection
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def open_page(context: BrowserContext, problems: list[str], home: str) -> Page:
    """A page that notes script errors and any request that leaves the server under test."""
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))

    def note(request: Any) -> None:
        if not request.url.startswith((home, "data:", "blob:", "about:")):
            problems.append(f"request to another host: {request.url}")

    page.on("request", note)
    return page


@pytest.fixture
def live_context(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens pages on the live server: live_context(java_script_enabled=False, viewport=...)."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(**options: Any) -> Page:
        options = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options}
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        return open_page(context, problems, live_server.url)

    yield make
    for context in contexts:
        context.close()
    assert not problems


@pytest.fixture
def live(live_context: Callable[..., Page]) -> Page:
    """A page in Chromium; live.goto("/path/") opens it on the server under test."""
    return live_context()


@pytest.fixture
def live_plain(live_context: Callable[..., Page]) -> Page:
    """The same without JavaScript."""
    return live_context(java_script_enabled=False)


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`assert axe(page) == []`: what axe finds, a line for each element."""
    checker = Axe()

    def run(page: Page) -> list[str]:
        # Without scripting its promise never resolves, and the test would hang.
        assert page.evaluate("matchMedia('(scripting: enabled)').matches"), "axe needs JavaScript"
        found = checker.run(page).response["violations"]
        return [
            f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
            for rule in found
            for node in rule["nodes"]
        ]

    return run


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request leaves its language active in the thread; the next test begins without."""
    translation.deactivate()
    yield
    translation.deactivate()
