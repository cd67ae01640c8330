"""Bytes over the wire: a first visit with everything it loads, and later pages by themselves.

    python -m benchmarks.weight [--services 10000] [--keep FOLDER]

Asks as a browser does (Accept-Encoding: gzip, deflate, br), reads what the page links to (styles, scripts, icon) and
counts bodies as they were sent, headers besides. Fonts are loaded by browsers only for writing that needs them and are
counted where the page is in Urdu, apart. The bars: 50 kB for a first visit, 14 kB for a later page, in English.
Exits 1 where one of them is missed.
"""

import argparse
import http.client
import re
import sys
import tempfile
from pathlib import Path

from benchmarks import stage

FIRST_VISIT, LATER = 50_000, 14_000
PAGES = ("/", "/services", "/services?q=anxiety", "/services?q=young+people&age=14&near=QX1", "/help-now", "/guides")
LINKED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="([^"]+)"')
FONTS = re.compile(rb"url\(([^)]+\.woff2)\)")


def fetch(port: int, path: str, encoding: str = "gzip, deflate, br") -> tuple[bytes, int]:
    """Return a body as it was sent, and the bytes of its head."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return body, sum(len(name) + len(value) + 4 for name, value in answer.getheaders())


def visit(port: int, path: str) -> tuple[int, int, int]:
    """Return the bytes of a page, of everything it links to, and of the heads of all these answers."""
    body, heads = fetch(port, path)
    plain, _ = fetch(port, path, "identity")
    rest = 0
    for linked in dict.fromkeys(LINKED.findall(plain.decode())):
        part, head = fetch(port, linked)
        rest, heads = rest + len(part), heads + head
    return len(body), rest, heads


def main() -> int:
    """Measure, print, and tell by the exit code whether both bars are met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="where to keep the made services for the next run")
    options = parser.parse_args()
    largest_visit = largest_page = 0
    with tempfile.TemporaryDirectory() as thrown_away:
        folder, port = stage.filled(options.keep or Path(thrown_away), options.services), stage.free_port()
        with stage.served(stage.ours(port), port, folder, "/services"):
            print("page                                               page   linked   heads   first visit")
            for code in ("", "/pl", "/ur"):
                for path in PAGES:
                    page, rest, heads = visit(port, code + path)
                    print(f"{code + path:<48}{page:>8}{rest:>9}{heads:>8}{page + rest + heads:>14}")
                    largest_page = max(largest_page, page)
                    largest_visit = max(largest_visit, page + rest + heads)
    met = largest_visit <= FIRST_VISIT and largest_page <= LATER
    said = f"first visit {largest_visit} of {FIRST_VISIT} bytes, later page {largest_page} of {LATER} bytes"
    print(said + (": met" if met else ": NOT met"))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
