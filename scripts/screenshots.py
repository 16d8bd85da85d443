"""Take the pictures of docs/images: python scripts/screenshots.py

Fills a sample portal of its own, serves it on a free port and looks at it with Chromium.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import chromium  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SITE = ROOT / "var" / "screenshots" / "site"
TELEPHONE: ViewportSize = ViewportSize(width=360, height=760)
DESK: ViewportSize = ViewportSize(width=1360, height=800)
SERVICE = "/vi/thu-tuc/dang-ky-bien-dong-dat-dai/"
OFFICER = "tiepnhan01"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def portal() -> Iterator[str]:
    """The sample portal, new, at the address that is given; it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "example_site.demo", "--reset"]
    environment = {**os.environ, "PORT": str(port), "SITE_VAR": str(SITE), "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        for line in server.stdout or ():
            print(line, end="", flush=True)
            if "Ready" in line:
                break
        else:
            sys.exit("The sample portal did not start.")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def password(username: str) -> str:
    lines = (SITE.parent / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split()[1] for line in lines if line.split()[0] == username)


def a_step(browser: Browser, address: str) -> None:
    """A citizen's first step on a telephone, half filled."""
    page = browser.new_page(viewport=TELEPHONE, device_scale_factor=2, locale="vi-VN")
    page.goto(address + SERVICE)
    page.click("form[action*='/start/'] button")
    page.wait_for_load_state()
    page.locator("main input[type=text]").first.fill("Chi nhánh Văn phòng đăng ký đất đai Ví Dụ")
    page.locator("main input[type=radio]").first.check()
    page.evaluate("document.activeElement.blur()")
    top = page.locator("main").bounding_box() or {"y": 0}
    clip: FloatRect = {"x": 0, "y": top["y"], **TELEPHONE}
    page.screenshot(path=IMAGES / "step.png", full_page=True, clip=clip)


def signed_in(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport=DESK, locale="vi-VN")
    page.goto(f"{address}/admin/login/")
    page.fill("[name=username]", OFFICER)
    page.fill("[name=password]", password(OFFICER))
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page


def the_desk(browser: Browser, address: str) -> None:
    """What waits for an officer, and the page of one dossier."""
    page = signed_in(browser, address)
    page.goto(f"{address}/admin/egov/dossiers/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "desk.png")
    page.locator("tbody a[href*='/dossiers/']").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "dossier.png")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with portal() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        a_step(browser, address)
        the_desk(browser, address)
        browser.close()
    for image in sorted(IMAGES.glob("*.png")):
        print(f"{image.relative_to(ROOT)}  {image.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
