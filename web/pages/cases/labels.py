"""What the codes of cases are called."""

from cases.contributions import ContributorRole, Degree
from cases.schemas import BlindMode, Capacity, ConsentScope, ConsentType, Criterion, Proxy
from cases.states import Decision, ReviewStatus, Status
from web.i18n import N_

SECTIONS: dict[str, str] = {
    "title": N_("Title"),
    "keywords": N_("Key words"),
    "abstract": N_("Abstract"),
    "introduction": N_("Introduction"),
    "patient_information": N_("Patient information"),
    "clinical_findings": N_("Clinical findings"),
    "timeline": N_("Timeline"),
    "diagnostic_assessment": N_("Diagnostic assessment"),
    "therapeutic_interventions": N_("Therapeutic interventions"),
    "follow_up": N_("Follow-up and outcomes"),
    "discussion": N_("Discussion"),
    "patient_perspective": N_("Patient perspective"),
    "consent": N_("Informed consent"),
    "references": N_("References"),
}

HINTS: dict[str, str] = {
    "title": N_("Name the diagnosis or the question, and that this is a case report."),
    "keywords": N_("Two to ten words or phrases, parted by commas."),
    "abstract": N_("What is new, what happened, and what one should take away, in one paragraph each."),
    "introduction": N_("Why this case is worth telling, and what is known already."),
    "patient_information": N_("Age as a range, history, concerns. No names, no dates, no places."),
    "clinical_findings": N_("What the examination showed, and what mattered of it."),
    "timeline": N_("The course in days or weeks since the start, one entry a line."),
    "diagnostic_assessment": N_("Tests, how you reasoned, what else it could have been."),
    "therapeutic_interventions": N_("What was done, in generic names, and how it was changed."),
    "follow_up": N_("Outcomes as clinician and patient saw them, adherence, adverse events."),
    "discussion": N_("Strengths and limits, the literature, and the lesson."),
    "patient_perspective": N_("How the patient told it, in their own words where they agreed."),
    "references": N_("One a line, with its DOI."),
}

STATUSES: dict[str, str] = {
    Status.DRAFT: N_("Draft"),
    Status.SUBMITTED: N_("Submitted"),
    Status.IN_REVIEW: N_("In review"),
    Status.MINOR_REVISION: N_("Minor revision asked"),
    Status.MAJOR_REVISION: N_("Major revision asked"),
    Status.REVISED: N_("Revised"),
    Status.ACCEPTED: N_("Accepted"),
    Status.PUBLISHED: N_("Published"),
    Status.REJECTED: N_("Rejected"),
    Status.WITHDRAWN: N_("Withdrawn"),
    Status.RETRACTED: N_("Retracted"),
    Status.TAKEN_DOWN: N_("Taken down"),
}

TONES: dict[str, str] = {
    Status.SUBMITTED: "accent",
    Status.IN_REVIEW: "accent",
    Status.REVISED: "accent",
    Status.MINOR_REVISION: "warn",
    Status.MAJOR_REVISION: "warn",
    Status.ACCEPTED: "good",
    Status.PUBLISHED: "good",
    Status.REJECTED: "bad",
    Status.RETRACTED: "bad",
    Status.TAKEN_DOWN: "bad",
}

SLOT_STATES = {"empty": N_("Not begun"), "short": N_("Begun"), "complete": N_("Complete")}

DECISIONS: dict[str, str] = {
    Decision.ACCEPT: N_("Accept"),
    Decision.MINOR: N_("Minor revision"),
    Decision.MAJOR: N_("Major revision"),
    Decision.REJECT: N_("Reject"),
}

REVIEW_STATUSES: dict[str, str] = {
    ReviewStatus.INVITED: N_("Asked"),
    ReviewStatus.DECLINED: N_("Declined"),
    ReviewStatus.ACCEPTED: N_("Being written"),
    ReviewStatus.SUBMITTED: N_("Handed in"),
    ReviewStatus.ACCEPTABLE: N_("Acceptable"),
    ReviewStatus.CANCELLED: N_("Cancelled"),
}

AGAINST: dict[str, str] = {  # by the codes of cases.picking
    "ReviewerIsAuthor": N_("is an author, or an author's other account"),
    "ReviewerIsEditor": N_("decides on the case"),
    "ReviewerNotQualified": N_("is not a verified clinician"),
    "ReviewerHasTie": N_("declared a tie to a company that the case concerns"),
    "ReviewerIsColleague": N_("works where an author works"),
    "ReviewerIsCoauthor": N_("wrote a case with an author within three years"),
}

RATINGS = {
    "1": N_("1, of no use"),
    "2": N_("2, thin"),
    "3": N_("3, sound"),
    "4": N_("4, helpful"),
    "5": N_("5, excellent"),
}

CRITERIA: dict[str, str] = {
    Criterion.ORIGINALITY: N_("Originality"),
    Criterion.CLARITY: N_("Clarity"),
    Criterion.EVIDENCE: N_("Use of evidence"),
    Criterion.ETHICS_PRIVACY: N_("Ethics and privacy"),
    Criterion.EDUCATIONAL_VALUE: N_("Educational value"),
}

SCORES = {
    "1": N_("1, poor"),
    "2": N_("2, weak"),
    "3": N_("3, fair"),
    "4": N_("4, good"),
    "5": N_("5, excellent"),
}

BLIND_MODES: dict[str, str] = {
    BlindMode.DOUBLE: N_("Double blind: neither side knows the other"),
    BlindMode.SINGLE: N_("Single blind: reviewers know the authors"),
    BlindMode.OPEN: N_("Open: reviewers know the authors"),
}

CONSENT_TYPES: dict[str, str] = {
    ConsentType.WRITTEN: N_("The patient agreed in writing"),
    ConsentType.GUARDIAN: N_("A guardian agreed in writing"),
    ConsentType.NEXT_OF_KIN: N_("The next of kin agreed in writing"),
    ConsentType.NOT_IDENTIFIABLE: N_("Nobody can be recognised, not even by themselves"),
}

CONSENT_SCOPES: dict[str, str] = {
    ConsentScope.BOARD: N_("Discussion on a board"),
    ConsentScope.PEER_REVIEW: N_("Peer review"),
    ConsentScope.PUBLIC: N_("Publication that everybody can read"),
    ConsentScope.IMAGES: N_("Images"),
    ConsentScope.TEACHING: N_("Teaching"),
}

CAPACITIES: dict[str, str] = {
    Capacity.CAPABLE: N_("The patient could decide"),
    Capacity.MINOR: N_("The patient is a minor"),
    Capacity.LACKING: N_("The patient lacks capacity to decide"),
    Capacity.DECEASED: N_("The patient has died"),
}

PROXIES: dict[str, str] = {
    Proxy.PARENT: N_("A parent"),
    Proxy.GUARDIAN: N_("A legal guardian"),
    Proxy.PARTNER: N_("The spouse or partner"),
    Proxy.CHILD: N_("A grown-up child"),
    Proxy.RELATIVE: N_("Another relative"),
    Proxy.ATTORNEY: N_("The holder of a power of attorney"),
}

CONSENT_STATES = {
    "valid": N_("Covers publication"),
    "unconfirmed": N_("Waits for the editor to confirm it"),
    "insufficient": N_("Does not cover publication"),
}
CONSENT_TONES = {"valid": "good", "unconfirmed": "warn", "insufficient": "bad"}

LEDGER_KINDS = {
    "recorded": N_("Recorded"),
    "confirmed": N_("Confirmed that nobody can be recognised"),
    "withdrawn": N_("Consent withdrawn"),
}
LEDGER_ICONS = {"recorded": "file-check", "confirmed": "badge-check", "withdrawn": "file-x"}

# Steps of a take-down by the names they are wired under; one that is new is called by its name.
STEPS = {
    "page": N_("Public page"),
    "versions": N_("Versions and citations"),
    "lists": N_("Lists and feeds"),
    "discussion": N_("Discussion thread and its feed"),
    "reviews": N_("Manuscripts with reviewers"),
    "exports": N_("Exports of personal data"),
    "caches": N_("Caches"),
    "search": N_("Search index"),
    "document": N_("Shared document"),
    "news": N_("Unread news and digests"),
    "mails": N_("Mails not sent yet"),
    "images": N_("Images"),
}
STEP_STATES = {
    "waiting": N_("Waiting"),
    "failed": N_("Failed; it is tried again by itself"),
    "done": N_("Done"),
}
STEP_TONES = {"waiting": "neutral", "failed": "bad", "done": "good"}

HOLDERS: dict[str, str] = {
    "author_institution": N_("An author's institution keeps the form"),
    "author": N_("An author keeps the form"),
    "nobody": N_("There is no form"),
}

ROLES: dict[str, str] = {
    ContributorRole.CONCEPTUALIZATION: N_("Conceptualization"),
    ContributorRole.DATA_CURATION: N_("Data curation"),
    ContributorRole.FORMAL_ANALYSIS: N_("Formal analysis"),
    ContributorRole.FUNDING_ACQUISITION: N_("Funding acquisition"),
    ContributorRole.INVESTIGATION: N_("Investigation"),
    ContributorRole.METHODOLOGY: N_("Methodology"),
    ContributorRole.PROJECT_ADMINISTRATION: N_("Project administration"),
    ContributorRole.RESOURCES: N_("Resources"),
    ContributorRole.SOFTWARE: N_("Software"),
    ContributorRole.SUPERVISION: N_("Supervision"),
    ContributorRole.VALIDATION: N_("Validation"),
    ContributorRole.VISUALIZATION: N_("Visualization"),
    ContributorRole.WRITING_ORIGINAL_DRAFT: N_("Writing: original draft"),
    ContributorRole.WRITING_REVIEW_EDITING: N_("Writing: review and editing"),
}

IDENTIFIERS: dict[str, str] = {
    "name": N_("Name of a person"),
    "address": N_("Address"),
    "place": N_("Place"),
    "facility": N_("Hospital, school or employer"),
    "date": N_("Date"),
    "age": N_("Age of 90 or over"),
    "phone": N_("Phone number"),
    "email": N_("E-mail address"),
    "national_id": N_("National identity number"),
    "record": N_("Number of a medical record"),
    "health_plan": N_("Number of a health plan"),
    "account": N_("Account or card number"),
    "licence": N_("Licence or certificate number"),
    "vehicle": N_("Number of a vehicle"),
    "device": N_("Number of a device"),
    "url": N_("Web address"),
    "ip": N_("Address of a computer"),
    "biometric": N_("Biometric identifier"),
    "image": N_("Picture of a face"),
    "handle": N_("Name in social media"),
    "number": N_("Number that looks unique"),
    "rare": N_("Something that few people share"),
}

DEGREES: dict[str, str] = {
    Degree.LEAD: N_("Lead"),
    Degree.EQUAL: N_("Equal"),
    Degree.SUPPORTING: N_("Supporting"),
}

GAPS: dict[str, str] = {
    "empty": N_("not written yet"),
    "short": N_("too short"),
    "too_long": N_("too long"),
    "too_many": N_("too many entries"),
    "names_author": N_("names an author, whom reviewers must not know"),
    "invitation_open": N_("the invitation is not answered yet"),
    "roles_missing": N_("no role claimed yet"),
    "disclosure_missing": N_("no disclosure signed yet"),
    "disclosure_old": N_("the disclosure is more than a year old and must be signed again"),
    "no_corresponding": N_("no corresponding author chosen"),
    "may_identify": N_("holds something that may tell who the patient is"),
    "not_covered": N_("the consent on record does not cover images"),
    "not_described": N_("needs a caption and a description"),
    "not_looked_at": N_("waits for a second clinician, or has not been handed on to one"),
}
FIGURE_STATES = {
    "open": N_("Only you and your co-authors see it"),
    "waiting": N_("Waits for a second clinician"),
    "returned": N_("Sent back"),
    "approved": N_("A second clinician has looked at it"),
}
FIGURE_TONES = {"open": "neutral", "waiting": "accent", "returned": "warn", "approved": "good"}
FIGURE_ICONS = {"open": "eye-off", "waiting": "scan-eye", "returned": "undo-2", "approved": "badge-check"}
SOURCES = {
    "jpeg": N_("Photograph or image"),
    "png": N_("Photograph or image"),
    "webp": N_("Photograph or image"),
    "heic": N_("Photograph or image"),
    "pdf": N_("PDF, as pictures of its pages"),
    "dicom": N_("DICOM"),
}

GAPS_IN = {"collection": N_("not chosen yet"), "consent": N_("not recorded yet")}
ABOUT = {"authors": N_("Authors"), "collection": N_("Collection"), "figures": N_("Figures")}
