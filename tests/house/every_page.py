"""Every public page there is, in one language, by the ways that lead to it: addresses, forms, and what goes wrong."""

import re
from collections.abc import Iterator

from flask import Flask

from portal import languages
from portal.web import errors
from tests.browser import HIDDEN, Browser, _named
from tests.journeys.tales import TALES

ASKED_FOR = (
    "/services?q=sleap",
    "/services?q=zzzqqq",
    "/services?q=i+want+to+die",
    "/services?age=14&need=anxiety&cost=free&sort=name",
    "/services?near=QX2+1KH&within=5",
    "/services?open_now=1&mode=online",
    "/services?page=3",
    "/guides?q=sleep",
    "/guides?for=parent&about=feel",
    "/thrive/gaps?by=age",
    "/thrive/gaps?by=need",
    "/passport/print?size=a4",
    "/report-card/1999",
)
LOOKED_FOR = {"who": "me", "age": "14", "need": "anxiety", "now": "some", "how": "text", "near": "QX2 1KH"}
MANY_STEPS = 40
Pages = Iterator[tuple[str, str]]


def every_page(site: Flask, code: str, paths: list[str]) -> Pages:
    """Yield the name and the markup of each page in a language."""
    root = "" if code == languages.SOURCE else f"/{code}"
    for path in (*paths, *ASKED_FOR):
        yield path, Walker(site, root).open(path).markup
    for name in TALES:
        yield from _asking(Walker(site, root), name)
    yield from _finding(Walker(site, root))
    yield from _writing(site, root)
    yield from _troubles(site, root, code)


class Walker:
    """Somebody without scripts, who keeps the markup of the page they are on."""

    def __init__(self, site: Flask, root: str) -> None:
        self.site, self.root, self.browser = site, root, Browser(site.test_client())
        self.markup = ""

    def open(self, path: str) -> "Walker":
        """Go to an address."""
        return self._keep(self.browser.client.get(self.root + path), self.root + path)

    def send(self, **values: str) -> "Walker":
        """Send the form of this page with what it hides, and what is said."""
        form = re.search(r"<main.*?(<form.*?</form>)", self.markup, re.DOTALL)
        hidden = dict(_named(tag) for tag in HIDDEN.findall(form[1])) if form else {}
        return self._keep(self.browser.client.post(self.at, data=hidden | values), self.at)

    def _keep(self, answer: object, path: str) -> "Walker":
        while answer.status_code in {301, 302, 303} and "//" not in answer.location:  # type: ignore[attr-defined]
            path = answer.location  # type: ignore[attr-defined]
            answer = self.browser.client.get(path)
        self.at, self.markup = path, answer.get_data(as_text=True)  # type: ignore[attr-defined]
        return self

    def names(self) -> set[str]:
        """Return what the form of this page asks."""
        form = re.search(r"<main.*?(<form.*?</form>)", self.markup, re.DOTALL)
        return set(re.findall(r'name="([^"]+)"', form[1])) if form else set()

    def shown(self, mark: str) -> str:
        """Return what stands in a mark of the page."""
        found = re.search(rf'{mark}="([^"]+)"', self.markup)
        return found[1] if found else ""


def _asking(walker: Walker, name: str) -> Pages:
    """Fill in one voice's form, send it, and look at where it is."""
    tale = TALES[name]
    walker.open(tale.start).send()
    for _ in range(MANY_STEPS):
        page = walker.at.rpartition("/")[2]
        yield f"{name}: {page}", walker.markup
        if page == "sent":
            break
        if page == "help":
            walker.open(tale.home + "next")
        else:
            walker.send(**tale.answers.get(page, {}) | ({"go": "check"} if page == "form" else {}))
    assert page == "sent", f"{name} was never sent"
    own = {"reference": walker.shown("data-reference"), "code": walker.shown("data-code")}
    status = Walker(walker.site, walker.root).open("/my-referral").send(**own)
    yield f"{name}: status", status.markup
    for page in sorted(set(re.findall(r'href="(?:/\w\w)?(/my-referral/[^"?#]+)"', status.markup))):
        yield f"{name}: {page}", status.open(page).markup


def _finding(walker: Walker) -> Pages:
    """Answer the questions of "find help" as far as what was found."""
    walker.open("/find-help")
    for step in range(8):
        yield f"find help, step {step}", walker.markup
        asked = walker.names() & set(LOOKED_FOR)
        if not asked:
            return
        walker.send(**{name: LOOKED_FOR[name] for name in asked})


def _writing(site: Flask, root: str) -> Pages:
    """Leave out what is needed, then write: a plan, what somebody thinks, a mistake in the directory."""
    for path in (
        "/feedback",
        "/feedback/about/sleep",
        "/feedback/panel",
        "/problem/camhs-ashmere",
        "/passport",
        "/passport/mine",
    ):
        yield f"{path}, left empty", Walker(site, root).open(path).send().markup
    yield "/my-referral, wrong", Walker(site, root).open("/my-referral").send(reference="FD-0", code="0").markup
    yield "/refer/resume, wrong", Walker(site, root).open("/refer/resume").send(code="0").markup
    yield "age, wrong", Walker(site, root).open("/refer/young-person/").send().send(age="900").markup
    kept = Walker(site, root).open("/passport").send(agree="yes", struggle="I go quiet", helps="Tea")
    yield "passport, kept", kept.markup
    for mark in ("data-own-code", "data-shown-code"):
        yield f"passport, {mark}", Walker(site, root).open("/passport/mine").send(code=kept.shown(mark)).markup
    yield "feedback, sent", Walker(site, root).open("/feedback").send(mark="helped", words="i want to die").markup
    yield (
        "problem, sent",
        Walker(site, root).open("/problem/camhs-ashmere").send(kind="closed", words="It moved").markup,
    )


def _troubles(site: Flask, root: str, code: str) -> Pages:
    """Look at the page of each kind of error, with words that somebody had typed."""
    for status in errors.TROUBLES:
        typed = {"story": "some long words that were typed"}
        with site.test_request_context(f"{root}/x", method="POST", data=typed), languages.using(code):
            yield f"error {status}", errors.trouble_page(status).get_data(as_text=True)
