"""What a page of training is asked for, and what the area says of it."""

from flask import current_app, request

from portal.learning.catalogue import Plan
from portal.learning.kinds import Group, Meeting
from portal.learning.queries import Wanted
from portal.named_contacts import organisations
from portal.named_contacts.organisations import Organisation


def plan() -> Plan:
    """Return what the area says of training."""
    found: Plan = current_app.extensions["training"]
    return found


def workplaces() -> tuple[Organisation, ...]:
    """Return the area's own list of schools and practices: a help, never a gate."""
    return organisations.load(current_app.extensions["portal"]["settings"].content / "area")


def wanted() -> Wanted:
    """Read the filters of an address; what is no filter of ours is none."""
    group, meeting = request.args.get("for", ""), request.args.get("kind", "")
    return Wanted(
        Group(group) if group in set(Group) else None,
        Meeting(meeting) if meeting in set(Meeting) else None,
    )
