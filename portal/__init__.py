"""Front Door: the application, as a table of contents."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.config import Settings

# Named, not imported: whoever needs one pure room (`portal triage`) does not wait for the whole house.
ROOMS = (
    "portal.helplines.views",
    "portal.named_contacts.views",
    "portal.guides.views",
    "portal.directory.views",
    "portal.shortlist.views",
    "portal.passport.views",
    "portal.problems.views",
    "portal.open_referral.api_views",
    "portal.directory.thrive_views",
    "portal.directory.waits_views",
    "portal.learning.views",
    "portal.learning.own_views",
    "portal.learning.feed_views",
    "portal.referrals.views",
    "portal.referrals.professional_views",
    "portal.referrals.returning_views",
    "portal.referrals.sending_views",
    "portal.referrals.aside_views",
    "portal.referrals.status_views",
    "portal.care.views",
    "portal.care.come_back_views",
    "portal.feedback.views",
    "portal.feedback.panel_views",
    "portal.feedback.own_views",
    "portal.referrals.changing_views",
    "portal.referrals.leaving_views",
    "portal.signposting.views",
    "portal.accounts.staff_views",
    "portal.accounts.second.staff_views",
    "portal.accounts.oidc.staff_views",
    "portal.accounts.own.staff_views",
    "portal.accounts.people.staff_views",
    "portal.guides.staff_views",
    "portal.care.staff_views",
    "portal.screening.staff_views",
    "portal.screening.cases.staff_views",
    "portal.screening.judging.staff_views",
    "portal.oversight.staff_views",
    "portal.reporting.card.views",
    "portal.reporting.card.staff_views",
    "portal.taking_out.staff_views",
    "portal.feedback.staff_views",
    "portal.learning.staff_views",
    "portal.passport.staff_views",
    "portal.problems.staff_views",
    "portal.importing.staff_views",
    "portal.upkeep.staff_views",
    "portal.upkeep.review.staff_views",
    "portal.upkeep.table.staff_views",
    "portal.post_room.staff_views",
    "portal.reporting.staff_views",
    "portal.reporting.figures.staff_views",
    "portal.demo.staff_views",
    "portal.health",
)
"""Every room with pages. One that keeps something for its pages loads it in `install(app)`."""


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Build the application. Raises SettingsError or AreaError with one line that says what is missing."""
    from portal import assembly, production

    app = assembly.shell(settings)
    for room in map(importlib.import_module, ROOMS):
        if hasattr(room, "install"):
            room.install(app)
        app.register_blueprint(room.bp)
    production.refuse_unsafe_start(app)
    return app
