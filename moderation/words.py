"""What codes are called, for pages to translate. English is the source."""

from enum import StrEnum


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    return message


class Outcome(StrEnum):
    """What a moderator may decide. Escalating is not an end: a moderator of the whole house decides then."""

    DISMISS = "dismiss"
    REQUEST_EDIT = "request_edit"
    ADD_DISCLOSURE = "add_disclosure"
    REMOVE = "remove"
    ESCALATE = "escalate"


class ReportReason(StrEnum):
    COMMERCIAL_BIAS = "commercial_bias"
    PRIVACY = "privacy"
    UNSAFE_ADVICE = "unsafe_advice"
    CONDUCT = "conduct"
    OTHER = "other"


class Nature(StrEnum):
    """Kinds of relationship (domain rule 2.1)."""

    EMPLOYEE = "employee"
    RESEARCHER = "researcher"
    CONSULTANT = "consultant"
    ADVISOR = "advisor"
    SPEAKER = "speaker"
    CONTRACTOR = "contractor"
    ROYALTY = "royalty"
    EXECUTIVE = "executive"
    OWNERSHIP = "ownership"
    STOCK = "stock"


OUTCOMES = {
    Outcome.DISMISS: N_("Nothing to object to"),
    Outcome.REQUEST_EDIT: N_("Ask for an edit"),
    Outcome.ADD_DISCLOSURE: N_("Ask for a disclosure"),
    Outcome.REMOVE: N_("Remove"),
    Outcome.ESCALATE: N_("Pass on to another moderator of the whole house"),
}

REPORT_REASONS = {
    ReportReason.COMMERCIAL_BIAS: N_("Commercial bias: it advertises or hides a tie to a company"),
    ReportReason.PRIVACY: N_("Privacy: a patient could be recognised"),
    ReportReason.UNSAFE_ADVICE: N_("Unsafe advice: following it could harm a patient"),
    ReportReason.CONDUCT: N_("Conduct: it attacks or belittles people"),
    ReportReason.OTHER: N_("Something else"),
}

NATURES = {
    Nature.EMPLOYEE: N_("Employee"),
    Nature.RESEARCHER: N_("Researcher, or principal investigator of a funded study"),
    Nature.CONSULTANT: N_("Consultant"),
    Nature.ADVISOR: N_("Advisor or member of an advisory board"),
    Nature.SPEAKER: N_("Speaker"),
    Nature.CONTRACTOR: N_("Independent contractor"),
    Nature.ROYALTY: N_("Royalties or a patent"),
    Nature.EXECUTIVE: N_("Executive"),
    Nature.OWNERSHIP: N_("Owner"),
    Nature.STOCK: N_("Individual stock or options"),
}

# Rules a decision may rest on. IN-: independence (domain section 2.2); HO-: the house rules of every board.
RULES = {
    "IN-01": N_("Care recommendations are fair, balanced and supported by evidence"),
    "IN-02": N_("What lacks evidence, or lies outside the label, is said to do so"),
    "IN-04": N_("Owners and employees of ineligible companies do not control content"),
    "IN-05": N_("No sales, no marketing, no promotion of one's own products"),
    "IN-07": N_("Everyone who controls content discloses relations of the past 24 months"),
    "IN-13": N_("Relevant relations are shown before readers engage"),
    "IN-17": N_("No links to marketing of ineligible companies"),
    "IN-19": N_("Readers are not tracked"),
    "IN-20": N_("Employees of companies identify themselves and stay out of talk about their products"),
    "IN-21": N_("Generic names first; trade names of several companies if any"),
    "HO-01": N_("Patients cannot be recognised"),
    "HO-02": N_("Advice that could harm patients is corrected or taken away"),
    "HO-03": N_("Disagree with arguments, not with people"),
}

# Why a finding was made. Keys are `Finding.reason`; %(name)s are its params.
REASONS = {
    "brand_alone": N_("The trade name %(brand)s stands without its generic name, %(generic)s."),
    "one_sided": N_(
        "%(generic)s is named %(count)s times and praised; no alternative, harm or cost is mentioned."
    ),
    "persuasion": N_("“%(words)s” recommends a trade name without a dose, a harm, a cost or an alternative."),
    "promotional": N_("“%(words)s” is the language of advertising, and a product or company is close by."),
    "benefit_only": N_("“%(words)s” claims a benefit; nothing in the text speaks of harm."),
    "relative_only": N_("%(said)s is a relative effect; no absolute risk, NNT or interval is given."),
    "company_link": N_("A link to %(host)s, which belongs to %(company)s."),
    "tracking_link": N_("The address at %(host)s tracks whoever opens it."),
    "short_link": N_("The short address at %(host)s hides where it leads."),
    "call_to_action": N_("“%(words)s” calls on readers to order, ask for or sign up to something."),
    "sales_contact": N_("%(said)s looks like the telephone number of a sales line."),
    "denied_tie": N_("The text denies ties, but the author disclosed one to %(company)s (%(nature)s)."),
    "declared_tie": N_("The author disclosed a tie to %(company)s (%(nature)s), whose product is named."),
    "tie_not_on_record": N_("The text names a tie to %(company)s that is not in the author's disclosure."),
    "employer": N_("The author's address or affiliation is that of %(company)s."),
    "employment_said": N_("The text says that the author works for %(company)s."),
    "off_label": N_("%(generic)s is recommended for %(indication)s, outside its label, without saying so."),
    "against_competitor": N_("“%(words)s” runs down one product while another is recommended."),
    "reported": N_("A reader reported it: %(why)s."),
}

SIGNALS = {
    "B1": N_("Trade name alone"),
    "B2": N_("One-sided"),
    "B3": N_("Promotional language"),
    "B4": N_("Benefit only"),
    "B5": N_("Relative effect only"),
    "B6": N_("Company link or tracker"),
    "B7": N_("Call to action"),
    "B8": N_("Relation"),
    "B9": N_("Employment"),
    "B10": N_("Outside the label"),
    "B13": N_("Reader report"),
    "B14": N_("Against a competitor"),
}

NOTHING_TO_DISCLOSE = N_("Nothing to disclose")
