#!/usr/bin/env python3
"""Makes the report of the sample corpus and the picture of it that the README shows: docs/sample_report.html and docs/report.png.

    python3 scripts/sample_report.py target/release/demarche

Needs playwright and Chromium, as scripts/check_report.py does. The file is the same for the same program; the picture depends on the fonts of the
machine.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1400, "height": 860}
# The actor whose panel is open in the picture.
OPEN = "#actor=IRN"


def make(program, folder):
    """The report, with few sentences behind each number, since it is kept with the source."""
    store = folder / "store"
    subprocess.run([program, "ingest", ROOT / "corpus/articles.jsonl", "--store", store, "--quiet"], check=True)
    page = ROOT / "docs/sample_report.html"
    options = ["--title", "Actors and attitudes in the sample corpus of demarche", "--evidence", "4", "--edges", "400", "--quiet"]
    subprocess.run([program, "report", "--store", store, "-o", page, *options], check=True)
    return page


def draw(page):
    """The network with the panel of an actor beside it."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        window = browser.new_page(viewport=SIZE, color_scheme="light")
        window.goto(page.as_uri() + OPEN)
        window.wait_for_selector("html[data-ready]")
        window.wait_for_selector(".panel .row")
        window.locator("#network").scroll_into_view_if_needed()
        window.evaluate("() => document.querySelector('#network').scrollIntoView({behavior: 'instant'})")
        window.wait_for_timeout(800)
        window.screenshot(path=ROOT / "docs/report.png")
        browser.close()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        page = make(Path(sys.argv[1]).resolve(), Path(folder))
    draw(page)
    for path in [page, ROOT / "docs/report.png"]:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
