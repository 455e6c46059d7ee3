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
    "case.role_proposed": ngettext(
        "An author says that you have a role in a write-up. Accept it, or refuse it.",
        "An author says that you have a role in a write-up. Accept it, or refuse it.",
    ),
    "case.role_disputed": ngettext(
        "An author disputes a role of yours in a write-up",
        "An author disputes a role of yours in a write-up",
    ),
    "case.role_ruled": ngettext(
        "An editor ruled on a disputed role in a write-up",
        "An editor ruled on a disputed role in a write-up",
    ),
    "case.dispute": ngettext(
        "Authors ask you to rule on a disputed role",
        "Authors ask you to rule on a disputed role",
    ),
    "case.byline": ngettext(
        "Do you agree to the authors of a write-up, and to their order?",
        "Do you agree to the authors of a write-up, and to their order?",
    ),
    "case.byline_agreed": ngettext(
        "All agreed to the authors of a write-up, and to their order",
        "All agreed to the authors of a write-up, and to their order",
    ),
    "case.byline_refused": ngettext(
        "A proposed list of authors was refused. Read why.",
        "A proposed list of authors was refused. Read why.",
    ),
    "case.byline_waits": ngettext(
        "The authors of a case agreed on a change of their list. Confirm it.",
        "The authors of a case agreed on a change of their list. Confirm it.",
    ),
    "case.thanks": ngettext(
        "Authors would like to thank you by name. Do you agree?",
        "Authors would like to thank you by name. Do you agree?",
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
    "case.correction_ask": ngettext(
        "Authors ask for a correction of a published case",
        "Authors ask for a correction of a published case",
    ),
    "case.correction_hand_in": ngettext(
        "The correction of a published case was handed in",
        "The correction of a published case was handed in",
    ),
    "case.correction_open": ngettext(
        "You may correct your published case now", "You may correct your published case now"
    ),
    "case.correction_close": ngettext(
        "The editor closed the correction of your case. Read why.",
        "The editor closed the correction of your case. Read why.",
    ),
    "case.corrected": ngettext(
        "A correction of your case is published", "A correction of your case is published"
    ),
    "case.concern": ngettext(
        "The editors published an expression of concern about your case",
        "The editors published an expression of concern about your case",
    ),
    "case.concern_lifted": ngettext(
        "The expression of concern about your case is lifted",
        "The expression of concern about your case is lifted",
    ),
    "case.retracted": ngettext("Your case was retracted. Read why.", "Your case was retracted. Read why."),
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
