"""A file that could be misread is not read."""

import pytest

from portal.triage.documents import DocumentError, read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "'a' is written twice"),
        ("a: [1\n", "rules.yaml"),
        ("a: !!python/name:os.system\n", "rules.yaml"),
    ],
)
def test_a_doubtful_file_is_refused_by_name(tmp_path, text, message):
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DocumentError, match="gone.yaml: cannot be read"):
        read(tmp_path / "gone.yaml")
