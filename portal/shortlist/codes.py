"""Codes that a phone's camera reads: an address drawn here, as part of the page, by nobody else."""

from functools import lru_cache

import segno
from markupsafe import Markup

from portal.languages import gettext as _


def matrix(address: str) -> tuple[tuple[int, ...], ...]:
    """Return the dark (1) and light (0) squares of an address's code, without the quiet border."""
    return tuple(tuple(row) for row in _made(address).matrix)


def drawing(address: str) -> Markup:
    """Return an address as a picture inside of the page: dark squares as one path, with the border phones need."""
    code = _made(address)
    border = code.default_border_size
    width, _height = code.symbol_size(border=border)
    steps = "".join(
        f"M{x + border} {y + border}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark
    )
    # No style attribute and no link: the page's own policy refuses both.
    return Markup(
        '<svg class="fd-qr" viewBox="0 0 {0} {0}" width="136" height="136" role="img" aria-label="{1}" '
        'shape-rendering="crispEdges" focusable="false"><path fill="#fff" d="M0 0h{0}v{0}H0z"/>'
        '<path fill="#000" d="{2}"/></svg>'
    ).format(width, _("Code for a phone's camera"), steps)


@lru_cache(256)
def _made(address: str) -> segno.QRCode:
    """Make a code that can still be read when a sixth of it is creased or dirty."""
    return segno.make(address, error="m", micro=False)
