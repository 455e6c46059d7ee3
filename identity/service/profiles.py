"""What people say about themselves."""

from uuid import UUID

from msgspec import convert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Forbidden, Invalid
from core.events import publish
from core.policy import Viewer
from identity import checksums, names, policy, words
from identity.errors import NameVerified, PersonNotFound
from identity.events import PersonChanged
from identity.models import Organisation, Person
from identity.schemas import OwnProfile, ProfileDraft
from identity.specialties import SPECIALTIES
from identity.words import N_

NOT_LISTED = N_("Choose one from the list.")
BAD_ORCID = N_(
    "An ORCID has sixteen digits, such as 0000-0002-1825-0097. Check it: the last one does not fit."
)
TOO_MANY = N_("Choose at most eight languages.")
MOST_LANGUAGES = 8

OWN = (
    Person.name,
    Person.email,
    Person.specialty,
    Person.profession,
    Person.career_stage,
    Person.languages,
    Person.orcid,
    Person.affiliation,
    Person.organisation_id,
    Person.locale,
)


async def own_profile(session: AsyncSession, viewer: Viewer) -> OwnProfile:
    """All that the account page fills in. Raises PersonNotFound."""
    row = (await session.execute(select(*OWN).where(Person.id == viewer.person_id))).one_or_none()
    if row is None:
        raise PersonNotFound
    return convert(row._mapping, OwnProfile)  # noqa: SLF001 - SQLAlchemy's public name for it


async def change_profile(session: AsyncSession, *, viewer: Viewer, draft: ProfileDraft) -> None:
    """Raises Invalid by field, and NameVerified: a verified name is the registrar's to change."""
    if viewer.person_id is None:
        raise PersonNotFound
    person = await session.get(Person, viewer.person_id, with_for_update=True)
    if person is None:
        raise PersonNotFound
    values = await _checked(session, draft)
    if viewer.is_verified and values["name"] != person.name:
        raise NameVerified
    if viewer.is_verified:
        values["profession"] = person.profession
    for field, value in values.items():
        setattr(person, field, value)
    await session.flush()
    await publish(session, PersonChanged(person_id=person.id))


async def correct_name(
    session: AsyncSession, *, actor: Viewer, person_id: UUID, name: str, reason: str
) -> None:
    """Registrars and administrators, with a reason. Raises Forbidden, Invalid, PersonNotFound."""
    if not (policy.may_decide_verifications(actor) or policy.may_manage_roles(actor)):
        raise Forbidden
    changed = await session.execute(
        update(Person)
        .where(Person.id == person_id, Person.erased_at.is_(None))
        .values(name=names.clean(name))
        .returning(Person.id)
    )
    if changed.one_or_none() is None:
        raise PersonNotFound
    await audit.record(
        session,
        actor_id=actor.person_id,
        act="name corrected",
        subject_kind="person",
        subject_id=person_id,
        detail={"reason": reason},
    )
    await publish(session, PersonChanged(person_id=person_id))


async def set_preferences(
    session: AsyncSession, *, viewer: Viewer, locale: str | None = None, theme: str | None = None
) -> None:
    """Keep language and theme with the account; what we do not know is passed over."""
    values = {}
    if locale in words.LOCALES:
        values["locale"] = locale
    if theme in words.THEMES:
        values["theme"] = theme
    if values and viewer.person_id is not None:
        await session.execute(update(Person).where(Person.id == viewer.person_id).values(**values))


async def _checked(session: AsyncSession, draft: ProfileDraft) -> dict[str, object]:
    """The draft as columns; all faults at once."""
    faults = _faults(draft)
    try:
        name = names.clean(draft.name)
    except Invalid as invalid:
        faults |= invalid.fields
    if draft.organisation_id is not None and not await session.scalar(
        select(Organisation.id).where(Organisation.id == draft.organisation_id)
    ):
        faults["organisation_id"] = NOT_LISTED
    if faults:
        raise Invalid(faults)
    return {
        "name": name,
        "specialty": draft.specialty or None,
        "profession": draft.profession or None,
        "career_stage": draft.career_stage or None,
        "languages": sorted(set(draft.languages)),
        "orcid": orcid(draft.orcid) or None,
        "affiliation": " ".join(names.tidy(draft.affiliation).split()) or None,
        "organisation_id": draft.organisation_id,
        "locale": draft.locale or None,
    }


def _faults(draft: ProfileDraft) -> dict[str, str]:
    offered = {
        "specialty": (draft.specialty, SPECIALTIES),
        "profession": (draft.profession, words.PROFESSIONS),
        "career_stage": (draft.career_stage, words.CAREER_STAGES),
        "locale": (draft.locale, words.LOCALES),
    }
    faults = {field: NOT_LISTED for field, (value, known) in offered.items() if value and value not in known}
    if not set(draft.languages) <= set(words.LANGUAGES):
        faults["languages"] = NOT_LISTED
    elif len(set(draft.languages)) > MOST_LANGUAGES:
        faults["languages"] = TOO_MANY
    if draft.orcid.strip() and not checksums.orcid(orcid(draft.orcid)):
        faults["orcid"] = BAD_ORCID
    return faults


def orcid(text: str) -> str:
    """The bare identifier, whether typed with blanks or pasted as an address of orcid.org."""
    plain = text.strip().removeprefix("https://").removeprefix("http://").removeprefix("orcid.org/")
    digits = "".join(plain.split()).replace("-", "").upper()
    return "-".join(digits[place : place + 4] for place in range(0, len(digits), 4))
