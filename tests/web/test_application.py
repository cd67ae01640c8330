"""The application's class: nothing that a page relies on was lost with what was left out."""

import gzip
import inspect
import os

from flask import Flask

from portal.web import compression, tokens


def test_no_view_and_no_hook_is_a_coroutine(site: Flask) -> None:
    hooks = [
        hook
        for table in (site.before_request_funcs, site.after_request_funcs)
        for each in table.values()
        for hook in each
    ]
    assert not [each for each in [*site.view_functions.values(), *hooks] if inspect.iscoroutinefunction(each)]


def test_tokens_are_never_the_same_twice_not_even_in_a_forked_process() -> None:
    here = {tokens.take() for _ in range(1000)}
    assert len(here) == 1000
    tokens.take()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, "\n".join(tokens.take() for _ in range(200)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    there = set(os.read(reading, 65_536).decode().split())
    assert len(there) == 200
    assert not there & {tokens.take() for _ in range(400)}


def test_a_page_of_nobodys_is_compressed_and_says_so(site: Flask) -> None:
    answer = site.test_client().get("/services", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "Content-Encoding" not in site.test_client().get("/services").headers


def test_a_page_of_somebodys_is_never_compressed(site: Flask) -> None:
    for path in ("/refer/young-person/", "/my-referral", "/staff/sign-in"):
        answer = site.test_client().get(path, headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in answer.headers, path


def test_what_is_compressed_comes_out_again() -> None:
    assert gzip.decompress(compression.compressed(b"words " * 999)) == b"words " * 999


def test_every_answer_is_guarded_errors_too(site: Flask) -> None:
    for path in ("/services?q=a", "/help-now", "/no-such-page", "/static/none", "/refer"):
        headers = site.test_client().get(path).headers
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
            assert len(headers.getlist(name)) == 1, (path, name)
        assert len(headers.getlist("Cache-Control")) == 1
