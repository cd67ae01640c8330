"""The rules and the words of the area as it stands, and the stories told about them."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from portal.config import PROJECT
from portal.triage import documents, rules, words

HERE = Path(__file__).parent
AREA = PROJECT / "content" / "area" / "triage"


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    return documents.read(AREA / "ruleset.yaml")


@pytest.fixture(scope="session")
def ruleset() -> rules.Ruleset:
    return rules.load(AREA / "ruleset.yaml")


@pytest.fixture(scope="session")
def lists() -> Mapping[str, words.WordList]:
    return words.load_all(AREA / "words")


@pytest.fixture(scope="session")
def told() -> dict[str, Any]:
    return json.loads((HERE / "vignettes.json").read_text(encoding="utf-8"))


@pytest.fixture
def mutant(document):
    """Return a maker of rule sets in which one thing is wrong."""

    def make(**changes: Any) -> rules.Ruleset:
        changed = copy.deepcopy(document)
        for rule in changed["ruleset"]["rules"]:
            rule.update(changes.get(rule["id"].replace("-", "_"), {}))
        without = changes.get("without", ())
        kept = [rule for rule in changed["ruleset"]["rules"] if rule["id"] not in without]
        changed["ruleset"]["rules"] = kept + changes.get("added", [])
        changed["ruleset"]["fields"].update(changes.get("fields", {}))
        changed["ruleset"]["never_read"] = changes.get("never_read", changed["ruleset"]["never_read"])
        return rules.build(changed, "a mutant")

    return make
