"""Consent: the record that authors write, the ledger, the withdrawal, the report of a take-down."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from cases import service
from cases.schemas import ConsentDraft, ConsentLedger, ConsentView, ConsentWithdrawal
from core.policy import Viewer
from web import forms
from web.forms import FormState
from web.i18n import language
from web.pages.cases import labels
from web.pages.cases.common import AnyRequest, options, show
from web.render import see_other


@get("/cases/{case_id:uuid}/consent")
async def ledger(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    return await _ledger_page(request, session, viewer, case_id, FormState())


@post("/cases/{case_id:uuid}/consent/withdraw")
async def withdraw(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(ConsentWithdrawal)
    if draft is not None:
        async with form.attempt(session):
            await service.withdraw_consent(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        return await _ledger_page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/consent", said=_("The withdrawal is entered."))


@post("/cases/{case_id:uuid}/editorial/consent")
async def confirm(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = FormState()
    async with form.attempt(session):
        await service.confirm_not_identifiable(session, viewer=viewer, case_id=case_id)
    if form.refused:
        return await _ledger_page(request, session, viewer, case_id, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/editorial", said=_("Your confirmation is on record."))


@get("/cases/{case_id:uuid}/write/consent")
async def consent(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str]:
    found = await service.consent_ledger(session, viewer=viewer, case_id=case_id)
    return _record_page(request, viewer, found, _filled(found.consent))


@post("/cases/{case_id:uuid}/write/consent")
async def record_consent(
    request: AnyRequest,
    session: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
    case_id: FromPath[UUID],
) -> Response[str] | Redirect:
    form = await forms.read(request)
    draft = form.into(ConsentDraft)
    if draft is not None:
        async with form.attempt(session):
            await service.record_consent(session, viewer=viewer, case_id=case_id, draft=draft)
    if form.refused:
        found = await service.consent_ledger(session, viewer=viewer, case_id=case_id)
        return _record_page(request, viewer, found, form)
    _ = language(request, viewer)
    return see_other(request, f"/cases/{case_id}/write", said=_("The record of consent is saved."))


def _filled(kept: ConsentView | None) -> FormState:
    if kept is None:
        return FormState()
    return FormState.of(
        type=kept.type,
        scope=kept.scope,
        patient_saw_text=kept.patient_saw_text,
        held_by=kept.held_by,
        withdrawal_contact=kept.withdrawal_contact,
        obtained_in=kept.obtained_in,
        language=kept.language,
        capacity=kept.capacity,
        proxy=kept.proxy,
        images_until=kept.images_until,
    )


def _record_page(request: AnyRequest, viewer: Viewer, found: ConsentLedger, form: FormState) -> Response[str]:
    _ = language(request, viewer)
    return show(
        request,
        viewer,
        "consent.html",
        status=form.status,
        case=found,
        form=form,
        types=options(labels.CONSENT_TYPES, _),
        scopes=options(labels.CONSENT_SCOPES, _),
        holders=options(labels.HOLDERS, _),
        capacities=options(labels.CAPACITIES, _),
        proxies=options(labels.PROXIES, _, first=_("Nobody: the patient agreed")),
    )


async def _ledger_page(
    request: AnyRequest, session: AsyncSession, viewer: Viewer, case_id: UUID, form: FormState
) -> Response[str]:
    found = await service.consent_ledger(session, viewer=viewer, case_id=case_id)
    return show(request, viewer, "ledger.html", status=form.status, case=found, form=form)


router = Router("/", route_handlers=[ledger, withdraw, confirm, consent, record_consent])
