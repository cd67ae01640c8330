"""The picture that an app's camera reads, drawn here as a part of the page."""

import segno
from markupsafe import Markup

BORDER = 4


def picture(address: str) -> Markup:
    """Return an address as dark squares on white. It holds a key: it is made for one answer and kept nowhere."""
    squares = segno.make(address, error="m", micro=False).matrix
    width = len(squares) + 2 * BORDER
    steps = "".join(
        f"M{x + BORDER} {y + BORDER}h1v1h-1z" for y, row in enumerate(squares) for x, dark in enumerate(row) if dark
    )
    # No style attribute and no link: the page's own policy refuses both.
    return Markup(
        '<svg class="fd-qr" viewBox="0 0 {0} {0}" width="200" height="200" role="img" '
        'aria-label="Picture for your authenticator app" shape-rendering="crispEdges" focusable="false">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{1}"/></svg>'
    ).format(width, steps)
