#!/usr/bin/env python3
"""Opens a report in Chromium and checks what only a browser can tell.

    python3 scripts/check_report.py REPORT.html [--shots DIR] [--axe axe.min.js] [--panels 100] [--hostile]
    python3 scripts/check_report.py STORE --serve target/release/demarche [...]

The second serves a store and checks the page that it feeds: the same, and who is answered, search, articles, and the form of the lens.

Needs playwright (pip install playwright) and Chromium of the system (/usr/bin/chromium or CHROMIUM); nothing is downloaded. With
axe.min.js of the package axe-core, accessibility is checked too. Checks: no message on the console, no request, no script of the
text runs, ready within a second, panels open with sentences and marks, files that the page saves are well-formed, the keyboard leads from the picture to a
panel and back, no sideways scrolling at 1440 and 390 pixels, frame times of panning. Exit status 1 and a list if a check fails. The limits of time,
READY_LIMIT_MS (1000) and FRAME_LIMIT_MS (50, for 95 of 100 frames), hold on a machine that does nothing else.
"""

import argparse
import csv
import http.client
import io
import os
import signal
import statistics
import subprocess
import sys
import urllib.parse
import xml.dom.minidom
from pathlib import Path

from playwright.sync_api import sync_playwright

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]


class Checks:
    """What failed, and figures to print."""

    def __init__(self):
        self.faults = []
        self.figures = []

    def check(self, holds, what):
        if not holds:
            self.faults.append(what)

    def note(self, text):
        self.figures.append(text)


def open_page(browser, url, checks, size, **options):
    """A page that reports every message and request as a fault."""
    context = browser.new_context(viewport=size, accept_downloads=True, **options)
    page = context.new_page()
    if "?token=" in url:
        # The page takes the token out of its address; the cookie stays with this window.
        page.goto(url)
        page.wait_for_selector("html[data-ready]", timeout=120000)
        url = url.split("?")[0]
    page.on("console", lambda m: checks.faults.append(f"console: {m.text[:200]}"))
    page.on("pageerror", lambda e: checks.faults.append(f"error: {str(e)[:300]}"))

    def request(r):
        own = r.url.split("#")[0].split("?")[0] == url.split("#")[0] or r.url.startswith(("blob:", "data:"))
        of_store = url.startswith("http") and r.url.startswith(f"{url}api/")
        if not own and not of_store:
            checks.faults.append(f"request: {r.url[:200]}")

    page.on("request", request)
    page.goto(url)
    page.wait_for_selector("html[data-ready]", timeout=120000)
    return page


# What the page shows: in its file, or from the store.
CONTENTS = """async () => JSON.parse(document.getElementById("contents").textContent)
  || (await fetch(`/api/report${location.search}`)).json()"""


def rows(page):
    """Addresses of panels: actors, pairs, outlets."""
    return page.evaluate(
        f"""async () => {{ const contents = {CONTENTS}; const D = await contents();"""
        """
          const id = (a) => encodeURIComponent(D.actors.id[a]);
          const edges = D.edges.source.map((a, e) => `#pair=${id(a)},${id(D.edges.target[e])}`);
          const stance = D.stance.source.map((a, k) => `#pair=${id(a)},${id(D.stance.target[k])}`);
          const tone = D.tone.outlet.map((o, k) => `#outlet=${encodeURIComponent(D.outlets[o])},${id(D.tone.target[k])}`);
          return {actors: D.actors.id.map((_, a) => `#actor=${id(a)}`), edges, stance, tone};
        }"""
    )


def panels(page, checks, most):
    """Opens panels of each kind; every one must have a title and, where sentences are in the file, marks."""
    kinds = rows(page)
    opened = sentences = marks = 0
    share = max(1, most // 4)
    for kind, addresses in kinds.items():
        step = max(1, len(addresses) // share)
        for address in addresses[::step][:share]:
            page.evaluate("(a) => { location.hash = a; }", address)
            page.wait_for_function("() => !document.querySelector('.panel').hidden")
            page.wait_for_function("() => !/Reading the evidence/.test(document.querySelector('.panel').innerText)")
            opened += 1
            checks.check(page.locator(".panel h2").inner_text().strip(), f"{kind} {address}: no title")
            bad = page.locator(".panel .warning", has_text="cannot be read").count()
            checks.check(not bad, f"{kind} {address}: evidence cannot be read")
            sentences += page.locator(".panel .sentences li").count()
            marks += page.locator(".panel mark").count()
    checks.check(marks > 0 or sentences == 0, "no actor is marked in any sentence")
    checks.note(f"{opened} panels with {sentences} sentences and {marks} marks")
    page.keyboard.press("Escape")


def downloads(page, checks):
    """Presses every button that saves a file."""
    count = 0
    buttons = page.locator(".tools button.icon, .table-bar button.icon")
    for i in range(buttons.count()):
        with page.expect_download(timeout=15000) as waiting:
            buttons.nth(i).click()
        file = waiting.value
        data = Path(file.path()).read_bytes()
        name = file.suggested_filename
        count += 1
        checks.check(len(data) > 20, f"{name} is empty")
        if name.endswith(".svg"):
            text = xml.dom.minidom.parseString(data).documentElement
            checks.check(text.tagName == "svg", f"{name} is no SVG")
        elif name.endswith(".csv"):
            table = list(csv.reader(io.StringIO(data.decode())))
            checks.check(len({len(r) for r in table}) == 1, f"{name} has rows of different length")
        elif name.endswith(".png"):
            checks.check(data.startswith(b"\x89PNG"), f"{name} is no PNG")
    checks.note(f"{count} files saved")


def keyboard(page, checks):
    """From the picture to a panel and back; search from the keyboard."""
    drawn = page.locator(".net canvas").count() and not page.locator(".controls .note").inner_text().startswith("0 ")
    if drawn:
        page.locator(".net canvas").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.querySelector('.panel').hidden")
        page.keyboard.press("Escape")
        checks.check(page.evaluate("() => document.querySelector('.panel').hidden"), "Escape does not close the panel")
        checks.check(page.evaluate("() => document.activeElement.tagName") == "CANVAS", "focus does not return to the picture")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("/")
    checks.check(page.evaluate("() => document.activeElement.type") == "search", "/ does not lead to the search")
    name = page.evaluate(CONTENTS)["actors"]["label"][0][:6]
    page.keyboard.type(name)
    page.wait_for_selector(".hits button", timeout=5000)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('.panel').hidden")
    page.keyboard.press("Escape")


def frames(page, checks):
    """Times between frames while the network is dragged, with every tie drawn."""
    if not page.locator(".net canvas").count():
        return
    page.evaluate(
        """() => { for (const [name, at] of [["Largest Q", "max"], ["Fewest articles with both", "min"]]) {
          const slider = document.querySelector(`input[aria-label="${name}"]`);
          slider.value = slider[at]; slider.dispatchEvent(new Event("input")); } }"""
    )
    page.locator(".net canvas").scroll_into_view_if_needed()
    times = page.evaluate(
        """async () => {
          const canvas = document.querySelector(".net canvas"), box = canvas.getBoundingClientRect(), times = [];
          const send = (kind, x, y) => canvas.dispatchEvent(new PointerEvent(kind, {pointerId: 1, clientX: x, clientY: y, bubbles: true}));
          canvas.setPointerCapture = () => {};
          const [x, y] = [box.left + 6, box.top + 6];
          send("pointerdown", x, y);
          let last = await new Promise(requestAnimationFrame);
          for (let i = 1; i <= 60; i++) {
            send("pointermove", x + 4 * (i % 20), y + 3 * (i % 20));
            const now = await new Promise(requestAnimationFrame);
            times.push(now - last); last = now;
          }
          send("pointerup", x, y);
          return times;
        }"""
    )
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    ties = page.locator(".controls .note").inner_text()
    checks.note(f"frames while dragging ({ties}): median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms")
    checks.check(p95 < float(os.environ.get("FRAME_LIMIT_MS", "50")), f"slow frames: p95 {p95:.0f} ms")
    page.reload()
    page.wait_for_selector("html[data-ready]")


def sideways(page, checks, name):
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    checks.check(wide <= 0, f"{name}: the page scrolls sideways by {wide} pixels")


def accessibility(browser, url, checks, axe):
    """axe-core in light and dark, with and without a panel. It needs a page without the policy to be put in."""
    for theme in ("light", "dark"):
        context = browser.new_context(viewport=DESK, color_scheme=theme, bypass_csp=True)
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("html[data-ready]")
        page.evaluate(axe)
        addresses = [a for a in (rows(page)["stance"][:1] + rows(page)["actors"][:1])]
        for address in ["", *addresses]:
            page.evaluate("(a) => { location.hash = a; }", address)
            page.wait_for_timeout(500)
            found = page.evaluate("async (tags) => (await axe.run(document, {runOnly: {type: 'tag', values: tags}})).violations", AXE_TAGS)
            for violation in found:
                nodes = "; ".join(str(n["target"]) for n in violation["nodes"][:3])
                checks.faults.append(f"axe {theme} {address}: {violation['id']}: {violation['help']} ({nodes})")
        context.close()
    checks.note("axe-core: light, dark, with panels")


def guard(address, checks):
    """Who is answered, and with what."""
    url = urllib.parse.urlsplit(address)
    token = urllib.parse.parse_qs(url.query)["token"][0]
    own = {"Host": f"127.0.0.1:{url.port}"}
    cookie = {"Cookie": f"demarche-{url.port}={token}"}

    def status(method, path, headers):
        connection = http.client.HTTPConnection("127.0.0.1", url.port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer.status

    both = [*own.items(), *cookie.items()]
    for expected, method, path, headers in [
        (200, "GET", "/", both),
        (200, "GET", f"/?token={token}", list(own.items())),
        (401, "GET", "/", list(own.items())),
        (401, "GET", "/api/report", list(own.items())),
        (421, "GET", "/", [("Host", f"evil.example:{url.port}"), *cookie.items()]),
        (421, "GET", "/", [*own.items(), *both]),
        (421, "GET", "/", list(cookie.items())),
        (405, "POST", "/", both),
        (403, "GET", "/api/report", [*both, ("Sec-Fetch-Site", "cross-site")]),
        (403, "GET", "/api/report", [*both, ("Origin", "http://evil.example")]),
        (414, "GET", "/?" + "a" * 100_000, both),
        (404, "GET", "/api/nothing", both),
    ]:
        found = status(method, path, headers)
        checks.check(found == expected, f"{method} {path[:60]} {headers}: {found} instead of {expected}")
    checks.note("guard: 12 requests as they should be")


def store_views(page, checks):
    """Search, its facets and pages, an article, more sentences, a lens: what only a store gives."""
    checks.check("token" not in page.url, "the token stays in the address")
    page.locator(".find input").fill("sanctions")
    page.locator(".find input").press("Enter")
    page.wait_for_selector(".panel .sentences li", timeout=30000)
    hits = page.locator(".panel .note").nth(1).inner_text()
    checks.check(page.locator(".panel mark").count() > 0, "no word of the search is marked")
    page.locator(".panel details summary").click()
    facet = page.locator(".panel details a.chip").first
    if facet.count():
        facet.click()
        page.wait_for_function("() => [...document.querySelectorAll('.panel a.chip')].some((c) => c.textContent.includes('✕'))")
        page.wait_for_selector(".panel .sentences li")
    page.locator(".panel .hit-title a").first.click()
    page.wait_for_selector(".panel .sentences.whole li", timeout=30000)
    checks.check(page.locator(".panel mark").count() > 0, "no actor is marked in the article")
    page.keyboard.press("Escape")
    checks.note(f"search: {hits}")
    with page.expect_download(timeout=60000) as waiting:
        page.locator("a[download='edges.csv']").click()
    table = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    checks.check(len(table) > 1 and len({len(row) for row in table}) == 1, "edges.csv of the store is no table")
    # A lens that nothing meets, then one with a fault, then all again.
    before = page.locator(".facts b").first.inner_text()
    page.locator(".lens summary").click()
    page.locator(".lens input[name='query']").fill("zzzznothing")
    page.locator(".lens button[type='submit']").click()
    page.wait_for_url("**query=zzzznothing*")
    page.wait_for_selector("html[data-ready]", timeout=120000)
    checks.check(page.locator(".facts b").first.inner_text() == "0", "a lens without articles shows some")
    page.goto(page.url.split("?")[0])
    page.wait_for_selector("html[data-ready]", timeout=120000)
    checks.check(page.locator(".facts b").first.inner_text() == before, "the numbers do not come back")


def serve(program, store):
    """Starts the program; the process and its address."""
    process = subprocess.Popen([program, "serve", "--store", store, "--quiet"], stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def shots(browser, url, checks, folder):
    """Pictures to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size, theme in [("desk", DESK, "light"), ("dark", DESK, "dark"), ("phone", PHONE, "light")]:
        page = open_page(browser, url, checks, size, color_scheme=theme)
        page.wait_for_timeout(600)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        kinds = rows(page)
        for kind in ("actors", "edges", "tone"):
            if kinds[kind]:
                page.evaluate("(a) => { location.hash = a; }", kinds[kind][0])
                page.wait_for_timeout(500)
                page.screenshot(path=folder / f"{name}-{kind}.png")
        page.context.close()
    page = open_page(browser, url, checks, DESK)
    page.wait_for_timeout(400)
    page.pdf(path=folder / "print.pdf", format="A4", print_background=True)
    page.context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("report", help="the file, or with --serve the folder of a store")
    parser.add_argument("--serve", metavar="DEMARCHE", help="the program that serves the store")
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--panels", type=int, default=100)
    parser.add_argument("--hostile", action="store_true", help="the texts try to run scripts: look for traces")
    args = parser.parse_args()
    process, url = serve(args.serve, args.report) if args.serve else (None, Path(args.report).resolve().as_uri())
    checks = Checks()
    try:
        check(url, args, checks)
    finally:
        if process:
            process.send_signal(signal.SIGINT)
            checks.check(process.wait(timeout=30) == 0, "Ctrl-C does not end the program cleanly")
    for text in checks.figures:
        print(text)
    for fault in dict.fromkeys(checks.faults):
        print(f"FAULT: {fault}")
    return 1 if checks.faults else 0


def check(url, args, checks):
    """All checks of a page."""
    if args.serve:
        guard(url, checks)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        page = open_page(browser, url, checks, DESK)
        ready = int(page.evaluate("() => document.documentElement.dataset.ready"))
        checks.note(f"ready in {ready} ms")
        checks.check(ready < float(os.environ.get("READY_LIMIT_MS", "1000")), f"ready only after {ready} ms")
        sideways(page, checks, "1440")
        panels(page, checks, args.panels)
        downloads(page, checks)
        keyboard(page, checks)
        frames(page, checks)
        if args.serve:
            store_views(page, checks)
        if args.hostile:
            traces = page.evaluate("() => [typeof window.__ran, document.images.length, [...document.links].filter((a) => !/^(https?:|file:.*#|#)/.test(a.href)).length]")
            checks.check(traces == ["undefined", 0, 0], f"traces of hostile text: {traces}")
        page.context.close()
        phone = open_page(browser, url, checks, PHONE, has_touch=True, is_mobile=True)
        sideways(phone, checks, "390")
        phone.context.close()
        if args.axe:
            accessibility(browser, url, checks, args.axe.read_text())
        if args.shots:
            shots(browser, url, checks, args.shots)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
