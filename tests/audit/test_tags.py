"""The vocabulary of the trail is a vocabulary: short, regular, and the same word never twice."""

import re

from portal.audit.models import AuditEvent
from portal.audit.tags import Tag


def test_every_tag_reads_subject_colon_action() -> None:
    for tag in Tag:
        assert re.fullmatch(r"[a-z]+:[a-z]+(-[a-z]+)*", tag.value), tag
        assert tag.name == re.sub(r"[:-]", "_", tag.value).upper()


def test_every_tag_fits_its_column() -> None:
    assert max(map(len, Tag)) <= AuditEvent.__table__.columns["tag"].type.length  # type: ignore[attr-defined]
