"""Our own description of the feed is true: whatever it allows to be asked is answered as it says."""

import copy
import json
import re
from collections import Counter

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal import routing
from portal.open_referral import openapi, shapes
from portal.open_referral.parameters import PARAMETERS
from portal.open_referral.routes import COLLECTIONS
from tests.open_referral.conftest import ROOT, ask, ids, walk

DOCUMENT = openapi.document("https://directory.example.org/api/open-referral")
CHECKS = (
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
QUIET = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_it_describes_every_address_that_is_served_and_no_other(site: Flask) -> None:
    served = {row["rule"] for row in routing.table(site) if row["audience"] == "api"}
    described = {re.sub("{id}", "<own>", ROOT + path) for path in DOCUMENT["paths"]}
    assert served == described


def test_it_is_served_as_it_is_made(client: FlaskClient) -> None:
    assert ask(client, "openapi.json") == json.loads(json.dumps(DOCUMENT))
    assert len(json.dumps(DOCUMENT)) < 40_000


def test_every_reference_in_it_leads_somewhere_and_every_schema_is_one() -> None:
    references = set(re.findall(r'"\$ref": "#/components/(\w+)/(\w+)"', json.dumps(DOCUMENT)))
    assert len(references) > 40
    for part, name in references:
        assert name in DOCUMENT["components"][part], (part, name)
    for name, schema in DOCUMENT["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert name not in shapes.SHAPES or set(schema["properties"]) == set(shapes.SHAPES[name])
    for name, each in PARAMETERS.items():
        Draft202012Validator.check_schema(dict(each.schema))
        assert any(name in (*known.listed_by, *known.one_by) for known in COLLECTIONS.values())


def test_what_has_no_home_in_the_standard_is_explained() -> None:
    for name, each in shapes.SHAPES["service_more"].items():
        assert each.about or each.shape, name


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
def test_whatever_is_asked_is_answered_as_it_says(site: Flask, client: FlaskClient, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", site)
    answered: Counter[int] = Counter()
    for operation in (each.ok() for each in described.get_all_operations()):
        name = operation.path.split("/")[1]
        own = [ids(walk(client, name, per_page=200))[0]] if "{id}" in operation.path else []
        # Ids made up, then one that exists.
        for path in [{}, *({"path_parameters": {"id": each}} for each in own)]:
            if mode is GenerationMode.POSITIVE or operation.query:
                fuzz(operation.as_strategy(generation_mode=mode, **path), answered)
    assert answered[200 if mode is GenerationMode.POSITIVE else 400] > 40


def fuzz(cases: SearchStrategy[schemathesis.Case], answered: Counter[int]) -> None:
    """Ask what the description makes up, the same each time, and hold every answer to it."""

    @QUIET
    @given(cases)
    def ask_it(case: schemathesis.Case) -> None:
        answer = case.call()
        answered[answer.status_code] += 1
        case.validate_response(answer, checks=list(CHECKS))

    ask_it()


def test_a_description_that_is_not_true_would_be_noticed(site: Flask) -> None:
    untrue = copy.deepcopy(DOCUMENT)
    untrue["components"]["schemas"]["taxonomy"]["properties"]["uri"] = {"type": "integer"}
    described = schemathesis.openapi.from_dict(untrue)
    described.app = site
    operation = described["/taxonomies"]["GET"]
    with pytest.raises(BaseException, match="integer"):
        fuzz(operation.as_strategy(), Counter())
