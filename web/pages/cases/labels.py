"""What the codes of cases are called."""

from cases import wording
from cases.byline import TAKEN_AWAY
from cases.care import ArticleType
from cases.contributions import ContributorRole, Degree
from cases.schemas import BlindMode, Capacity, ConsentScope, Criterion, Proxy
from cases.states import Correction, Decision, Kind, ReviewStatus, Status
from web.i18n import N_

SECTIONS, NOTICES, CONSENT_TYPES = wording.SECTIONS, wording.NOTICES, wording.CONSENTS

HINTS: dict[str, str] = {
    "title": N_("Name the diagnosis or the question, and that this is a case report."),
    "keywords": N_("Two to ten words or phrases, parted by commas."),
    "abstract": N_("What is new, what happened, and what one should take away, in one paragraph each."),
    "introduction": N_("Why this case is worth telling, and what is known already."),
    "patient_information": N_("Age as a range, history, concerns. No names, no dates, no places."),
    "patients": N_("One row a patient, called by number. No names, no dates, no places."),
    "clinical_findings": N_("What the examination showed, and what mattered of it."),
    "timeline": N_("The course in days or weeks since the start, one entry a row."),
    "question": N_("What readers are asked about the image."),
    "answers": N_("Two to six answers; say which is right, and why."),
    "diagnostic_assessment": N_("Tests, how you reasoned, what else it could have been."),
    "investigations": N_("One result a row, with its unit and the range it is compared with."),
    "differential": N_("What was considered, how sure you were, and what spoke for and against it."),
    "causes": N_("What led to it: people, tasks, equipment, surroundings, organisation. Nobody is blamed."),
    "medications": N_("Generic names, one a row; days since the start, no dates."),
    "learning_points": N_("Three to five, one a line."),
    "therapeutic_interventions": N_("What was done, in generic names, and how it was changed."),
    "follow_up": N_("Outcomes as clinician and patient saw them, adherence, adverse events."),
    "discussion": N_("Strengths and limits, the literature, and the lesson."),
    "patient_perspective": N_("How the patient told it, in their own words where they agreed."),
    "references": N_("What is not cited by number: further reading, one a line."),
}

ARTICLE_TYPES: dict[str, str] = {
    ArticleType.CASE_REPORT: N_("Case report"),
    ArticleType.CASE_SERIES: N_("Case series"),
    ArticleType.IMAGE_CHALLENGE: N_("Image challenge"),
    ArticleType.QUALITY_CASE: N_("Quality case"),
}

_SECTIONS_OF: dict[str, dict[str, str]] = {
    ArticleType.IMAGE_CHALLENGE: {"discussion": N_("Answer and discussion")},
    ArticleType.QUALITY_CASE: {
        "introduction": N_("Background"),
        "timeline": N_("What happened"),
        "therapeutic_interventions": N_("Measures taken"),
        "follow_up": N_("Results of the measures"),
    },
}

COLUMNS: dict[str, str] = {
    "when": N_("When"),
    "event": N_("What happened"),
    "patient": N_("Patient"),
    "age_and_sex": N_("Age range and sex"),
    "presentation": N_("Presentation"),
    "treatment": N_("Treatment"),
    "outcome": N_("Outcome"),
    "test": N_("Test"),
    "result": N_("Result"),
    "unit": N_("Unit"),
    "reference_range": N_("Reference range"),
    "meaning": N_("Meaning"),
    "diagnosis": N_("Diagnosis"),
    "certainty": N_("Certainty"),
    "for": N_("Speaks for it"),
    "against": N_("Speaks against it"),
    "drug": N_("Drug"),
    "dose": N_("Dose"),
    "route": N_("Route"),
    "from": N_("From"),
    "until": N_("Until"),
    "effect": N_("Effect"),
    "answer": N_("Answer"),
    "right": N_("Right or wrong"),
    "why": N_("Why"),
}


def section(key: str, article_type: str) -> str:
    """What a slot is called in an article of this type."""
    return _SECTIONS_OF.get(article_type, {}).get(key, SECTIONS[key])


STATUSES: dict[str, str] = {
    Status.DRAFT: N_("Draft"),
    Status.SCREENING: N_("In screening"),
    Status.SUBMITTED: N_("Submitted"),
    Status.IN_REVIEW: N_("In review"),
    Status.MINOR_REVISION: N_("Minor revision asked"),
    Status.MAJOR_REVISION: N_("Major revision asked"),
    Status.REVISED: N_("Revised"),
    Status.ACCEPTED: N_("Accepted"),
    Status.PUBLISHED: N_("Published"),
    Status.CORRECTED: N_("Corrected"),
    Status.CONCERN: N_("Expression of concern"),
    Status.REJECTED: N_("Rejected"),
    Status.WITHDRAWN: N_("Withdrawn"),
    Status.RETRACTED: N_("Retracted"),
    Status.TAKEN_DOWN: N_("Taken down"),
}

TONES: dict[str, str] = {
    Status.SCREENING: "accent",
    Status.SUBMITTED: "accent",
    Status.IN_REVIEW: "accent",
    Status.REVISED: "accent",
    Status.MINOR_REVISION: "warn",
    Status.MAJOR_REVISION: "warn",
    Status.ACCEPTED: "good",
    Status.PUBLISHED: "good",
    Status.CORRECTED: "warn",
    Status.CONCERN: "warn",
    Status.REJECTED: "bad",
    Status.RETRACTED: "bad",
    Status.TAKEN_DOWN: "bad",
}

MARKS: dict[str, tuple[str, str, str]] = {  # what lists say of a published case: words, tone, icon
    Status.CORRECTED: (wording.MARKS["corrected"], "accent", "file-pen"),
    Status.CONCERN: (wording.MARKS["concern"], "warn", "triangle-alert"),
    Status.RETRACTED: (wording.MARKS["retracted"], "bad", "octagon-alert"),
}

NOTICE_TONES: dict[str, str] = {
    Kind.ERRATUM: "accent",
    Kind.CORRIGENDUM: "accent",
    Kind.CONCERN: "warn",
    Kind.CONCERN_LIFTED: "neutral",
    Kind.RETRACTION: "bad",
}

KINDS: dict[str, str] = {
    Kind.ERRATUM: N_("Erratum: we, the editors, made a mistake"),
    Kind.CORRIGENDUM: N_("Corrigendum: the authors made a mistake"),
    Kind.CONCERN: N_("Expression of concern: we look into doubts"),
    Kind.CONCERN_LIFTED: N_("The expression of concern is lifted"),
    Kind.RETRACTION: N_("Retraction: nobody should rely on it"),
}

CORRECTIONS: dict[str, str] = {
    Correction.ASKED: N_("Correction asked"),
    Correction.OPEN: N_("Being corrected"),
    Correction.READY: N_("Correction handed in"),
}

FORMATS: dict[str, str] = {"pdf": "PDF", "jats": "JATS XML"}  # cases.service.Format

REGISTRATIONS: dict[str, str] = {
    "waiting": N_("Not sent yet"),
    "sent": N_("Sent, not confirmed yet"),
    "registered": N_("Registered"),
    "refused": N_("Refused"),
    "removing": N_("The registry is being told that it was removed"),
    "removed": N_("Removed, and the registry says so"),
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
    "ReviewerOpposed": N_("competes with an author, as the authors declared"),
    "ReviewerIsParty": N_("wrote in the thread that the case comes from"),
    "ReviewerIsThanked": N_("is thanked by the authors, and may know them"),
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
    Criterion.SELECTION: N_("How patients were chosen and compared"),
    Criterion.IMAGE_QUALITY: N_("Quality of the image"),
    Criterion.QUESTION: N_("Question and answers"),
    Criterion.MEASUREMENT: N_("Measures and how they were taken"),
    Criterion.TRANSFER: N_("Use for other places"),
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
    "files": N_("PDF and XML files"),
    "clubs": N_("Journal clubs"),
    "lists": N_("Lists and feeds"),
    "discussion": N_("Discussion thread and its feed"),
    "reviews": N_("Manuscripts with reviewers"),
    "exports": N_("Exports of personal data"),
    "caches": N_("Caches"),
    "registry": N_("Registry of DOIs"),
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

OUTCOMES: dict[str, str] = {
    Degree.LEAD: N_("The role stands, as lead"),
    Degree.EQUAL: N_("The role stands, as equal"),
    Degree.SUPPORTING: N_("The role stands, as supporting"),
    TAKEN_AWAY: N_("The author did not have this role"),
}

ROLE_STATES = {
    "proposed": N_("proposed, not accepted yet"),
    "disputed": N_("disputed"),
    "with_editor": N_("disputed, with the editor"),
}

DISPUTE_STATES = {
    "open": N_("Open"),
    "asked": N_("With the editor"),
    "settled": N_("Settled: the role was changed"),
    "taken_back": N_("Taken back"),
    "ruled": N_("An editor ruled"),
}
DISPUTE_TONES = {"open": "warn", "asked": "accent"}

THANKS_STATES = {
    "asked": N_("Asked"),
    "agreed": N_("Agreed"),
    "refused": N_("Refused: is not printed"),
    "attested": N_("Agreed in writing"),
}
THANKS_TONES = {"asked": "accent", "agreed": "good", "refused": "neutral", "attested": "good"}

TOO_MANY_PLACES = N_("At most six, each on its own line of up to 300 characters.")

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
    "row_missing": N_("a needed field of a row is empty"),
    "row_unknown": N_("a row has a word that is none of the terms"),
    "row_surplus": N_("a row has more fields than the table"),
    "no_work": N_("cites a work that is not among the references, or not known yet"),
    "role_proposed": N_("has not answered whether a proposed role is right"),
    "role_disputed": N_("a role is disputed: change it, have the dispute taken back, or ask the editors"),
    "role_with_editor": N_("an editor is asked to rule on a disputed role"),
    "disclosure_changed": N_("the record of relationships changed since the disclosure was signed"),
    "order_not_proposed": N_("nobody proposed yet in which order they are printed"),
    "order_unanswered": N_("has not agreed to the proposed list of authors yet"),
    "order_with_editor": N_("the editor has not confirmed the new list of authors yet"),
    "thanks_unanswered": N_("has not answered whether to be thanked by name"),
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
ABOUT = {
    "authors": N_("Authors"),
    "acknowledgements": N_("Acknowledgements"),
    "collection": N_("Collection"),
    "figures": N_("Figures"),
}
