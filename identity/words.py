"""Codes that a profile is made of, and what they are called. Labels are English source texts for gettext."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "extract this, translate it where it is shown"
    return message


PROFESSIONS: dict[str, str] = {
    "physician": N_("Physician"),
    "dentist": N_("Dentist"),
    "nurse": N_("Nurse"),
    "nurse_practitioner": N_("Nurse practitioner"),
    "midwife": N_("Midwife"),
    "physician_associate": N_("Physician associate"),
    "pharmacist": N_("Pharmacist"),
    "paramedic": N_("Paramedic"),
    "physiotherapist": N_("Physiotherapist"),
    "occupational_therapist": N_("Occupational therapist"),
    "speech_therapist": N_("Speech and language therapist"),
    "psychologist": N_("Clinical psychologist"),
    "dietitian": N_("Dietitian"),
    "radiographer": N_("Radiographer"),
    "optometrist": N_("Optometrist"),
    "podiatrist": N_("Podiatrist"),
    "biomedical_scientist": N_("Biomedical scientist"),
    "genetic_counsellor": N_("Genetic counsellor"),
    "social_worker": N_("Clinical social worker"),
    "other": N_("Another health profession"),
}

CAREER_STAGES: dict[str, str] = {
    "student": N_("Student"),
    "trainee": N_("In training"),
    "early": N_("Early career"),
    "established": N_("Established"),
    "senior": N_("Senior"),
    "retired": N_("Retired"),
}

# Languages people work in, by ISO 639-1 code; pages name them through the locale data.
LANGUAGES = (
    "af", "am", "ar", "az", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "is", "it", "ja", "ka",
    "kk", "km", "kn", "ko", "ku", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no",
    "pa", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te",
    "th", "tl", "tr", "uk", "ur", "uz", "vi", "xh", "yo", "zh", "zu",
)  # fmt: skip

LOCALES = ("en", "es", "ar")
THEMES = ("system", "light", "dark")

ROLES: dict[str, str] = {
    "member": N_("Member"),
    "verified_clinician": N_("Verified clinician"),
    "reviewer": N_("Reviewer"),
    "editor": N_("Editor"),
    "moderator": N_("Moderator"),
    "credit_officer": N_("Credit officer"),
    "registrar": N_("Registrar"),
    "administrator": N_("Administrator"),
}

ELIGIBILITY: dict[str, str] = {
    "unknown": N_("Unknown, handled as ineligible"),
    "eligible": N_("Eligible"),
    "ineligible": N_("Ineligible"),
}
