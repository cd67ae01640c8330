"""Pages made smaller on their way, for slow phones: only those that hold nothing worth guessing.

Compressing a page that holds a secret beside words a stranger chose tells the stranger about the secret, by its length.
So a page of somebody's own, and any page that looked into the visit's cookie, travels as it is.
"""

import zlib
from collections.abc import Callable, Iterable
from typing import Any

LEVEL = 1
"""Five sixths of what the highest level saves, in a fifth of its time."""
WORTH_IT = 1000
GZIP = 16 + zlib.MAX_WBITS


class Compressed:
    """Compresses whole pages for clients that can read them so."""

    def __init__(self, application: Callable[..., Any], is_personal: Callable[[str], bool]) -> None:
        self.application, self.is_personal = application, is_personal

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", "") or self.is_personal(environ["PATH_INFO"]):
            return self.application(environ, start_response)  # type: ignore[no-any-return]
        said: list[Any] = []
        body = self.application(environ, lambda *start: said.extend(start))
        status, headers, *error = said
        if not (isinstance(body, list) and _may_be(status, dict(headers)) and len(body[0]) >= WORTH_IT):
            start_response(status, headers, *error)
            return body  # type: ignore[no-any-return]
        small = compressed(body[0])
        kept = [pair for pair in headers if pair[0] != "Content-Length"]
        kept += [("Content-Encoding", "gzip"), ("Content-Length", str(len(small))), ("Vary", "Accept-Encoding")]
        start_response(status, kept, *error)
        return [small]


def compressed(page: bytes) -> bytes:
    """Return a page as gzip holds it, quickly."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    return packer.compress(page) + packer.flush()


def _may_be(status: str, headers: dict[str, str]) -> bool:
    """Tell whether an answer is a page that holds nothing of anybody's. One with a tag stays: it names these bytes."""
    page = headers.get("Content-Type", "").startswith(("text/html", "application/json"))
    return page and status.startswith("200") and not {"Set-Cookie", "Vary", "Content-Encoding", "ETag"} & headers.keys()
