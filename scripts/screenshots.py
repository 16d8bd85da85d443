"""Take the README's pictures from the running trial: make demo, and in another shell
python scripts/screenshots.py [http://127.0.0.1:8000]"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.chromium import find

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
ACCOUNTS = ROOT / "var" / "demo-accounts.txt"
OFFICER = "tiepnhan01"


def step(browser: Browser, site: str) -> None:
    """A step of the wizard on a telephone."""
    page = browser.new_page(viewport={"width": 360, "height": 640}, locale="vi-VN")
    page.goto(f"{site}/vi/thu-tuc/chung-thuc-ban-sao/")
    page.locator("form[action*='/start/'] button").click()
    page.locator("main h1").scroll_into_view_if_needed()
    page.screenshot(path=IMAGES / "step.png")


def desk(browser: Browser, site: str) -> None:
    """The officer's list of what waits."""
    password = re.search(rf"^{OFFICER}\s+(\S+)", ACCOUNTS.read_text(encoding="utf-8"), re.MULTILINE)
    if password is None:
        raise SystemExit(f"{ACCOUNTS} does not name {OFFICER}")
    page = browser.new_page(viewport={"width": 1200, "height": 750}, locale="vi-VN")
    page.goto(f"{site}/admin/login/")
    page.fill("input[name=username]", OFFICER)
    page.fill("input[name=password]", password[1])
    page.locator("button[type=submit]").click()
    page.goto(f"{site}/admin/egov/dossiers/")
    page.screenshot(path=IMAGES / "desk.png")


def main() -> None:
    site = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        step(browser, site)
        desk(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
