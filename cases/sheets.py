"""What reviewers are asked, by the type of article. Data."""

from cases.care import ArticleType
from cases.schemas import Criterion

COMMON = (
    Criterion.ORIGINALITY,
    Criterion.CLARITY,
    Criterion.EVIDENCE,
    Criterion.ETHICS_PRIVACY,
    Criterion.EDUCATIONAL_VALUE,
)

_FORMS = {
    ArticleType.CASE_REPORT: COMMON,
    ArticleType.CASE_SERIES: (*COMMON, Criterion.SELECTION),
    ArticleType.IMAGE_CHALLENGE: (
        Criterion.IMAGE_QUALITY,
        Criterion.QUESTION,
        Criterion.CLARITY,
        Criterion.ETHICS_PRIVACY,
        Criterion.EDUCATIONAL_VALUE,
    ),
    ArticleType.QUALITY_CASE: (
        Criterion.CLARITY,
        Criterion.MEASUREMENT,
        Criterion.EVIDENCE,
        Criterion.ETHICS_PRIVACY,
        Criterion.TRANSFER,
    ),
}


def criteria_of(article_type: str) -> tuple[Criterion, ...]:
    return _FORMS[ArticleType(article_type)]
