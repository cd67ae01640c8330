"""Read the YAML files a locality owns, refusing what could be misread in silence."""

from collections.abc import Hashable, Set
from pathlib import Path
from typing import Any

import yaml

# The C loader reads the rule set about ten times faster; where it is missing the plain one does the same.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DocumentError(ValueError):
    """A file of rules or words that cannot be trusted; the message names the file and the place."""


class _Loader(_Base):  # type: ignore[misc]
    """A safe loader for which a key written twice is an error, not a silent loss of the first."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Hashable, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = [key for key in keys if keys.count(key) > 1]
    if twice:
        raise DocumentError(f"line {node.start_mark.line + 1}: {twice[0]!r} is written twice")
    values = [loader.construct_object(value, deep=True) for _, value in node.value]
    return dict(zip(keys, values, strict=True))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(path: Path) -> Any:
    """Return the document in a file; raise DocumentError when it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, DocumentError) as error:
        raise DocumentError(f"{path}: {error}") from error


def only_keys(raw: object, needed: Set[str], allowed: Set[str] = frozenset()) -> dict[str, Any]:
    """Return a mapping that has every needed key and no key outside needed and allowed."""
    if not isinstance(raw, dict):
        raise DocumentError(f"expected keys and values, found {raw!r}")
    missing, extra = needed - raw.keys(), raw.keys() - needed - allowed
    if missing or extra:
        wrong = [f"missing {name!r}" for name in sorted(missing)]
        wrong += [f"unknown key {name!r}" for name in sorted(map(str, extra))]
        raise DocumentError(", ".join(wrong))
    return raw


def words_in(raw: object) -> list[str]:
    """Return a list of strings; raise DocumentError for anything else."""
    if isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        return raw
    raise DocumentError(f"expected a list of words in quotes, found {raw!r}")
