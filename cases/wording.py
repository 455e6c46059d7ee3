"""What sections and notices are called, in pages and in the files that are made of a version.

The catalogues are known above us; the wiring says with what a text is translated.
"""

from collections.abc import Callable

from identity.words import N_

Say = Callable[[str, str], str]
_say: list[Say] = []

SECTIONS: dict[str, str] = {
    "title": N_("Title"),
    "keywords": N_("Key words"),
    "abstract": N_("Abstract"),
    "introduction": N_("Introduction"),
    "patient_information": N_("Patient information"),
    "patients": N_("Patients"),
    "clinical_findings": N_("Clinical findings"),
    "timeline": N_("Timeline"),
    "question": N_("Question"),
    "answers": N_("Answers"),
    "diagnostic_assessment": N_("Diagnostic assessment"),
    "investigations": N_("Investigations"),
    "differential": N_("Differential diagnosis"),
    "causes": N_("Causes and contributing factors"),
    "therapeutic_interventions": N_("Therapeutic interventions"),
    "medications": N_("Medications"),
    "follow_up": N_("Follow-up and outcomes"),
    "discussion": N_("Discussion"),
    "learning_points": N_("Learning points"),
    "patient_perspective": N_("Patient perspective"),
    "consent": N_("Informed consent"),
    "references": N_("References"),
}

FIGURES = N_("Figures")
NOTICES: dict[str, str] = {  # by cases.states.Kind
    "erratum": N_("Erratum: the editors corrected this case"),
    "corrigendum": N_("Corrigendum: the authors corrected this case"),
    "concern": N_("Expression of concern"),
    "concern_lifted": N_("The expression of concern is lifted"),
    "retraction": N_("This case was retracted"),
}

MARKS: dict[str, str] = {  # what a reader has to know before reading, by cases.states.Status
    "corrected": N_("Corrected"),
    "concern": N_("Expression of concern"),
    "retracted": N_("Retracted"),
}

CONSENTS: dict[str, str] = {  # by cases.schemas.ConsentType
    "written": N_("The patient agreed in writing"),
    "guardian": N_("A guardian agreed in writing"),
    "next_of_kin": N_("The next of kin agreed in writing"),
    "not_identifiable_attested": N_("Nobody can be recognised, not even by themselves"),
}

SHEET = (  # what the PDF says besides
    N_("Version %(number)s"),
    N_("corresponding"),
    N_("About version %(number)s"),
    N_("Figure %(number)s"),
    N_("How this case came about"),
    N_("Nothing to disclose"),
    N_("Thanked"),
    N_("Informed consent"),
    N_("Not recorded here"),
    N_("First published"),
    N_("Licence"),
    N_("Cite"),
    N_("Permanent address of this version"),
    N_("Fingerprint"),
)


def say_with(say: Say) -> None:
    """`say(language, text)` gives an English text of the catalogues in that language, or as it is."""
    _say[:] = [say]


def said(language: str, text: str) -> str:
    return _say[0](language, text) if _say else text
