"""Reviews, for those who write them: the manuscript on one side, the form on the other."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import ValidationError, convert
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.errors import ReviewUnfinished
from cases.schemas import Criterion, ReviewDraft, ReviewSheet
from cases.service.reviewing import unfinished
from core.policy import Viewer
from web import forms
from web.forms import REQUIRED, TOO_LONG, FormState
from web.i18n import language
from web.pages.cases import labels
from web.pages.cases.common import AnyRequest, options, show
from web.render import see_other

REMARK = ("section", "quote", "comment")
MOST_REMARKS = 50
SPARE = 2
"""Empty remarks that the form ends with."""


@get("/reviews")
async def reviews(
    request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
) -> Response[str]:
    return show(request, viewer, "reviews.html", rows=await service.my_reviews(session, viewer=viewer))


@get("/reviews/{review_id:uuid}")
async def review(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    review_id: FromPath[UUID],
) -> Response[str]:
    sheet = await service.review_sheet(session, viewer=viewer, review_id=review_id)
    return _page(request, viewer, sheet, _filled(sheet))


@post("/reviews/{review_id:uuid}/answer")
async def answer(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    review_id: FromPath[UUID],
) -> Redirect:
    form = await forms.read(request)
    accept = form.text("answer") == "accept"
    await service.answer_request(session, viewer=viewer, review_id=review_id, accept=accept)
    _ = language(request, viewer)
    said = _("Thank you. The manuscript is open to you now.") if accept else _("You declined. Thank you.")
    return see_other(request, f"/reviews/{review_id}" if accept else "/reviews", said=said)


@post("/reviews/{review_id:uuid}")
async def save(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    review_id: FromPath[UUID],
) -> Response[str] | Redirect:
    """Keep the draft or, by the other button, hand the review in."""
    form = await forms.read(request)
    draft, final = _draft(form), form.text("act") == "submit"
    if draft is not None and final:
        asked = await service.review_sheet(session, viewer=viewer, review_id=review_id)
        for name in unfinished(draft, [Criterion(code) for code in asked.criteria]):
            form.fail(f"score_{name}" if name in labels.CRITERIA else name, REQUIRED)
    if draft is not None:
        await _keep(session, viewer, review_id, draft, form, final=final and not form.errors)
    if form.refused:
        sheet = await service.review_sheet(session, viewer=viewer, review_id=review_id)
        return _page(request, viewer, sheet, form)
    _ = language(request, viewer)
    said = _("Your review is handed in. Thank you.") if final else _("Saved as a draft.")
    return see_other(request, f"/reviews/{review_id}", said=said)


async def _keep(
    session: AsyncSession,
    viewer: Viewer,
    review_id: UUID,
    draft: ReviewDraft,
    form: FormState,
    *,
    final: bool,
) -> None:
    """An unfinished review that somebody tried to hand in is kept as a draft all the same."""
    act = service.submit_review if final else service.save_review
    async with form.attempt(session):
        await act(session, viewer=viewer, review_id=review_id, draft=draft)
    if form.errors and not form.summary:
        form.refuse(ReviewUnfinished())


def _draft(form: FormState) -> ReviewDraft | None:
    answers = {c.value: rating for c in Criterion if (rating := _rating(form, c))}
    given = {
        "answers": answers,
        "recommendation": form.text("recommendation") or None,
        "commentsToAuthors": form.text("comments_to_authors").strip(),
        "noteToEditor": form.text("note_to_editor").strip(),
        "remarks": _remarks(form),
        "signed": form.checked("signed"),
        "trainee": form.text("trainee").strip(),
    }
    try:
        return convert(given, ReviewDraft)
    except ValidationError:
        form.fail("comments_to_authors", TOO_LONG)
        return None


def _remarks(form: FormState) -> list[dict[str, str]]:
    """Those that say something; an emptied one is taken out."""
    rows = ({name: form.text(f"remark-{n}-{name}").strip() for name in REMARK} for n in range(MOST_REMARKS))
    return [row for row in rows if row["comment"]]


def _rating(form: FormState, criterion: Criterion) -> dict[str, object]:
    """Empty when nothing was said; a text is kept without a score, too."""
    score, text = form.text(f"score_{criterion}"), form.text(f"text_{criterion}").strip()
    rated = int(score) if score in labels.SCORES else 0
    return {"score": rated, "text": text} if rated or text else {}


def _filled(sheet: ReviewSheet) -> FormState:
    scores = {f"score_{key}": str(given["score"]) for key, given in sheet.answers.items()}
    texts = {f"text_{key}": str(given["text"]) for key, given in sheet.answers.items()}
    return FormState.of(
        recommendation=sheet.recommendation,
        comments_to_authors=sheet.comments_to_authors,
        note_to_editor=sheet.note_to_editor,
        signed="1" if sheet.signed else None,
        trainee=sheet.trainee,
        **_remark_fields(sheet),
        **scores,
        **texts,
    )


def _remark_fields(sheet: ReviewSheet) -> dict[str, str]:
    return {
        f"remark-{n}-{name}": getattr(remark, name)
        for n, remark in enumerate(sheet.remarks)
        for name in REMARK
    }


def _page(request: AnyRequest, viewer: Viewer, sheet: ReviewSheet, form: FormState) -> Response[str]:
    _ = language(request, viewer)
    filled = [n for n in range(MOST_REMARKS) if form.text(f"remark-{n}-comment")]
    places = [
        (s.key, _(labels.section(s.key, sheet.manuscript.article_type)))
        for s in sheet.manuscript.sections
        if s.key
    ]
    return show(
        request,
        viewer,
        "review.html",
        rows=min(max(filled, default=-1) + 1 + SPARE, MOST_REMARKS),
        places=[("", _("The whole")), *places],
        status=form.status,
        sheet=sheet,
        form=form,
        scores=options(labels.SCORES, _),
        decisions=options(labels.DECISIONS, _),
    )


router = Router("/", route_handlers=[reviews, review, answer, save])
