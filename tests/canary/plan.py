"""A plan for a hard time: written, kept because its writer asked, opened again, and read by staff with its code."""

from tests.canary.story import Day, come_in


def keep_a_plan(day: Day) -> None:
    """Let us keep a plan, look at it with one's own code, and show it to a clinician."""
    writer = day.sit("young-person").open("/passport")
    assert writer.press("Keep a copy", agree="").status == 422
    assert writer.press("Keep a copy", agree="yes").status == 200, writer.complaints
    own, shown = writer.marked("own-code"), writer.marked("shown-code")
    assert day.sit("young-person").open("/passport/print").status == 200
    later = day.sit("young-person").open("/passport/mine")
    assert later.press("Open my page").status == 422
    assert later.press("Open my page", code=own).status == 200, later.complaints
    clinician = come_in(day, day.sit("staff").open("/staff/sign-in"), "priya").open("/staff/passport")
    assert clinician.press("Open it").status == 422
    assert clinician.press("Open it", code=shown).status == 200, clinician.complaints
