"""A database for each test: one that another test left, emptied, or else a clone of the template.

Cloning copies some hundred files; emptying what a test wrote takes a tenth of that. Whoever changed the
schema, or left a connection that does not end, has its database dropped.
"""

import asyncio
from uuid import uuid4

import asyncpg

ROLE, SUPERUSER = "//consilium@", "//postgres@"
"""Of the embedded server. Append-only tables are emptied by the superuser alone."""

SHAPE = """
    SELECT concat_ws(' ',
        (SELECT string_agg(format('%s%s', oid, tgenabled), ',' ORDER BY oid) FROM pg_trigger),
        (SELECT string_agg(format('%s%s', oid, relkind), ',' ORDER BY oid) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(format('%s%s%s', attrelid, attname, attnotnull), ',' ORDER BY attrelid, attnum)
         FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
         WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(format('%s%s', oid, md5(prosrc)), ',' ORDER BY oid) FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace))
"""
"""What of a schema a test may have changed; one that is as it was has the same."""

WRITTEN = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
      AND pg_relation_size(oid) > 0
"""
"""Tables that a test put rows into, in the words of SQL."""

FROM_ONE = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""

END_OTHERS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def named(url: str, database: str) -> str:
    """The same server, another database. Embedded urls keep their socket in `?host=`."""
    head, _, query = url.partition("?")
    return head.rsplit("/", 1)[0] + f"/{database}" + (f"?{query}" if query else "")


async def administer(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(named(url, "postgres").replace("+asyncpg", ""))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def drop(url: str, name: str) -> None:
    """PostgreSQL's own vacuum may be looking at the database just now; then it is asked again."""
    for patience in range(20):
        try:
            await administer(url, f"DROP DATABASE {name} WITH (FORCE)")
        except asyncpg.InsufficientPrivilegeError:
            await asyncio.sleep(0.1 * patience)
        else:
            return
    await administer(url, f"DROP DATABASE {name} WITH (FORCE)")


class Databases:
    """Of one worker. A server that was given, of which we are no superuser, gets a clone for every test."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._spare: dict[str, list[str]] = {}
        self._taken: dict[str, tuple[str, str]] = {}  # its template, and the shape it had

    async def take(self, template: str) -> str:
        """The name of one that is as the template is."""
        if spare := self._spare.get(template):
            return spare.pop()
        name = f"t_{uuid4().hex}"
        await administer(self.url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        if ROLE in self.url and (shape := await self._shape(name)):
            self._taken[name] = template, shape
        return name

    async def give_back(self, name: str) -> None:
        template, shape = self._taken.get(name, ("", ""))
        if shape and await self._emptied(name, shape):
            self._spare.setdefault(template, []).append(name)
        else:
            await drop(self.url, name)

    async def _shape(self, name: str) -> str:
        """Empty where it is not to be used again: what a migration puts in would have to be put in again."""
        connection = await asyncpg.connect(self._as_superuser(name))
        try:
            seeded = await connection.fetch(WRITTEN)
            return "" if seeded else str(await connection.fetchval(SHAPE))
        finally:
            await connection.close()

    async def _emptied(self, name: str, shape: str) -> bool:
        try:
            connection = await asyncpg.connect(self._as_superuser(name))
        except asyncpg.InvalidCatalogNameError:  # a test dropped it
            return False
        try:
            for _ in range(200):
                if not await connection.fetchval(END_OTHERS):
                    break
                await asyncio.sleep(0.005)
            else:
                return False
            if await connection.fetchval(SHAPE) != shape:
                return False
            await _empty(connection)
        finally:
            await connection.close()
        return True

    def _as_superuser(self, name: str) -> str:
        return named(self.url, name).replace("+asyncpg", "").replace(ROLE, SUPERUSER)


async def _empty(connection: asyncpg.Connection) -> None:
    """Vacuumed too: rows of the next test lie in the order in which it writes them, as in a new database."""
    tables = [row[0] for row in await connection.fetch(WRITTEN)]
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            await connection.execute(f"DELETE FROM {table}")  # noqa: S608 - as PostgreSQL names it
        await connection.execute(FROM_ONE)
    if tables:
        await connection.execute(f"VACUUM {', '.join(tables)}")
