"""The addresses of the feed: what each gives and what it can be asked. A table, for views, files and OpenAPI. Pure."""

from dataclasses import dataclass

PAGING = ("search", "page", "per_page", "format")
TERMS = ("taxonomy_term_id", "taxonomy_id")
SERVICES = (
    *PAGING,
    *TERMS,
    "organization_id",
    "minimum_age",
    "maximum_age",
    "start_time",
    "end_time",
    "day",
    "modified_after",
    "full",
)


@dataclass(frozen=True)
class Collection:
    """A list and what is in it."""

    shape: str
    what: str
    listed_by: tuple[str, ...]
    one_by: tuple[str, ...] = ()


COLLECTIONS = {
    "services": Collection("service", "service", SERVICES),
    "service_at_locations": Collection(
        "service_at_location", "service at a location", (*SERVICES, "postcode", "proximity")
    ),
    "organizations": Collection("organization", "organization", (*PAGING, *TERMS, "full"), ("full_service",)),
    "taxonomies": Collection("taxonomy", "taxonomy", PAGING),
    "taxonomy_terms": Collection("taxonomy_term", "taxonomy term", (*PAGING, "taxonomy_id")),
}
