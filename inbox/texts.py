"""What notifications say, by kind, for one and for several. `%(title)s` is looked up when it is shown."""

from typing import NamedTuple


class Saying(NamedTuple):
    one: str
    many: str


def ngettext(one: str, many: str) -> Saying:
    """Mark for the catalogues; pages say it in the reader's language."""
    return Saying(one, many)


SAYINGS = {
    "thread.reply": ngettext("%(num)s new reply in “%(title)s”", "%(num)s new replies in “%(title)s”"),
    "board.thread": ngettext("New thread: “%(title)s”", "New thread: “%(title)s”"),
    "case.invited": ngettext(
        "You are invited to be an author of a write-up", "You are invited to be an author of a write-up"
    ),
    "case.review": ngettext("You are asked to review a write-up", "You are asked to review a write-up"),
    "case.submitted": ngettext("A write-up was submitted to you", "A write-up was submitted to you"),
    "case.reviewed": ngettext("A review has come in", "A review has come in"),
    "case.review_due": ngettext("A review of yours is due soon", "Reviews of yours are due soon"),
    "case.review_late": ngettext(
        "A review of yours is overdue. The editor waits for it.",
        "Reviews of yours are overdue. The editors wait for them.",
    ),
    "case.overdue": ngettext("A review on your desk is overdue", "Reviews on your desk are overdue"),
    "case.exception": ngettext(
        "An editor asks you whether somebody may review a write-up",
        "An editor asks you whether somebody may review a write-up",
    ),
    "case.decided": ngettext(
        "The editor decided about your write-up", "The editor decided about your write-up"
    ),
    "case.reversed": ngettext(
        "The editor took the decision about your write-up back",
        "The editor took the decision about your write-up back",
    ),
    "case.figure_seen": ngettext(
        "A second clinician has looked at a figure of yours",
        "A second clinician has looked at figures of yours",
    ),
    "case.published": ngettext("Your write-up is published", "Your write-up is published"),
    "case.consent_withdrawn": ngettext(
        "Consent for a write-up of yours was withdrawn", "Consent for write-ups of yours was withdrawn"
    ),
    "case.taken_down": ngettext(
        "The take-down of a case is complete. Read the report.",
        "The take-down of a case is complete. Read the report.",
    ),
    "moderation.decided": ngettext(
        "A moderator decided about something you wrote. Read why, and how to appeal.",
        "A moderator decided about something you wrote. Read why, and how to appeal.",
    ),
    "moderation.waiting": ngettext(
        "%(num)s contribution waits for a moderator", "%(num)s contributions wait for a moderator"
    ),
    "identity.verified": ngettext("You are verified as a clinician", "You are verified as a clinician"),
    "identity.not_verified": ngettext(
        "Your verification was declined. Read why.", "Your verification was declined. Read why."
    ),
}
