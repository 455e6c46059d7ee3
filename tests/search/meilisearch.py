"""As much of Meilisearch's HTTP interface as our adapter uses, written from its documentation.

It matches like a very simple Meilisearch: all words, anywhere. Tasks are done when they are announced.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

WHEN = "2026-01-01T00:00:00Z"
Index = dict[str, dict[str, Any]]


class Stand(BaseHTTPRequestHandler):
    indexes: dict[str, Index]
    settings: dict[str, Any]
    keys: set[str]

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/tasks/"):
            return self.answer(task(int(self.path.rsplit("/", 1)[1])))
        found = [{"uid": u, "primaryKey": "key", "createdAt": WHEN, "updatedAt": WHEN} for u in self.indexes]
        if re.fullmatch(r"/indexes/[^/?]+", self.path):
            return self.answer(next(i for i in found if i["uid"] == self.path.split("/")[2]))
        return self.answer({"results": found, "offset": 0, "limit": 1000, "total": len(found)})

    def do_DELETE(self) -> None:
        known = self.indexes.pop(self.path.split("/")[2], None) is not None
        self.answer(task(1, status="succeeded" if known else "failed"), 202)

    def do_PATCH(self) -> None:
        self.settings[self.path.split("/")[2]] = self.said()
        self.answer(task(1), 202)

    def do_POST(self) -> None:
        said = self.said()
        if self.path == "/multi-search":
            return self.answer({"results": [self.found(query) for query in said["queries"]]})
        if self.path == "/swap-indexes":
            (one, other) = said[0]["indexes"]
            self.indexes[one], self.indexes[other] = self.indexes[other], self.indexes[one]
        elif self.path == "/indexes":
            self.indexes[said["uid"]] = {}
        elif self.path.endswith("/delete-batch"):
            for key in said:
                self.indexes[self.path.split("/")[2]].pop(key, None)
        else:
            self.indexes[self.path.split("/")[2]] |= {document["key"]: document for document in said}
        return self.answer(task(1), 202)

    def found(self, query: dict[str, Any]) -> dict[str, Any]:
        assert query["matchingStrategy"] == "all"
        hits = [d for d in self.indexes[query["indexUid"]].values() if matches(d, query)]
        ranked = [document | {"_rankingScore": 0.5} for document in hits[: query["limit"]]]
        return {"indexUid": query["indexUid"], "hits": ranked, "processingTimeMs": 0, "query": query["q"]}

    def said(self) -> Any:
        assert self.headers["authorization"] == "Bearer key"
        return json.loads(self.rfile.read(int(self.headers["content-length"])))

    def answer(self, body: Any, status: int = 200) -> None:
        sent = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)


def task(number: int, status: str = "succeeded") -> dict[str, Any]:
    both = {"status": status, "type": "any", "enqueuedAt": WHEN, "indexUid": "x"}
    return both | {"uid": number, "taskUid": number, "error": None}


def matches(document: dict[str, Any], query: dict[str, Any]) -> bool:
    for claim in query["filter"]:
        if claim.startswith("board_id IS EMPTY") and not document["board_id"]:
            continue
        claim = claim.removeprefix("board_id IS EMPTY OR ")  # noqa: PLW2901
        if claim == "board_id IS EMPTY":
            return False
        name, wanted = re.fullmatch(r"(\w+) (?:=|IN) \[?(.*?)\]?", claim).groups()  # type: ignore[union-attr]
        if document.get(name, "") not in re.findall(r'"([^"]*)"', wanted):
            return False
    text = " ".join([document["title"], document.get("text", ""), *document.get("names", [])]).lower()
    return all(word in text for word in query["q"].lower().replace('"', "").split())


@contextmanager
def meilisearch() -> Iterator[tuple[str, type[Stand]]]:
    """Its address, and what it holds."""
    stand = type("Here", (Stand,), {"indexes": {}, "settings": {}, "keys": set()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), stand)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", stand
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
