"""How people who work here are called to those whose words they read: by role, never by name. Pure."""

from portal.accounts.permissions import Role
from portal.languages import lazy as _l

ROLES = {
    Role.DUTY_CLINICIAN: _l("A clinician of our team"),
    Role.SENIOR_DUTY_CLINICIAN: _l("A senior clinician of our team"),
    Role.TEAM_LEAD: _l("Somebody who leads our team"),
    Role.SAFEGUARDING_LEAD: _l("Somebody who looks after children's safety"),
    Role.SERVICE_PARTNER: _l("Somebody at a service that we work with"),
}
SOMEBODY = _l("Somebody who works here")
