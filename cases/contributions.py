"""CRediT: the 14 contributor roles of ANSI/NISO Z39.104-2022 and the degree of a contribution."""

from enum import StrEnum


class ContributorRole(StrEnum):
    CONCEPTUALIZATION = "conceptualization"
    DATA_CURATION = "data_curation"
    FORMAL_ANALYSIS = "formal_analysis"
    FUNDING_ACQUISITION = "funding_acquisition"
    INVESTIGATION = "investigation"
    METHODOLOGY = "methodology"
    PROJECT_ADMINISTRATION = "project_administration"
    RESOURCES = "resources"
    SOFTWARE = "software"
    SUPERVISION = "supervision"
    VALIDATION = "validation"
    VISUALIZATION = "visualization"
    WRITING_ORIGINAL_DRAFT = "writing_original_draft"
    WRITING_REVIEW_EDITING = "writing_review_editing"


class Degree(StrEnum):
    LEAD = "lead"
    EQUAL = "equal"
    SUPPORTING = "supporting"


def orcid_address(orcid: str) -> str:
    """Where a bare ORCID iD leads, as its rules of display ask for it."""
    return f"https://orcid.org/{orcid}"


def uri(role: str) -> str:
    """The role's address in the CRediT taxonomy, for metadata."""
    return f"https://credit.niso.org/contributor-roles/{role.replace('_', '-')}/"
