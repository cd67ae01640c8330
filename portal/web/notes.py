"""Sealed notes in a form: what one page must tell the next, kept nowhere else and of use only for a while.

No cookie holds them, so nothing outlives the page: closing it is signing out.
"""

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any

from portal import sealed
from portal.sealed import SealError

GOOD_FOR = timedelta(hours=1)


def seal(purpose: str, said: dict[str, str], moment: datetime) -> str:
    """Write a note that only this installation can read, and only for this purpose."""
    text = json.dumps(said | {"until": (moment + GOOD_FOR).isoformat()})
    return base64.urlsafe_b64encode(sealed.ring().seal(text.encode(), f"note:{purpose}")).decode()


def read(purpose: str, note: str) -> dict[str, str]:
    """Read a note, old ones too. Empty when it is none of ours."""
    try:
        found: dict[str, Any] = json.loads(sealed.ring().open(base64.urlsafe_b64decode(note), f"note:{purpose}"))
    except (SealError, binascii.Error, UnicodeError, ValueError):
        return {}
    return found


def is_fresh(said: dict[str, str], moment: datetime) -> bool:
    """Tell whether a note may still be used."""
    return bool(said) and datetime.fromisoformat(said["until"]) > moment
