"""Ids are UUIDv7, so that their order is the order of making and the last id is a cursor."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
