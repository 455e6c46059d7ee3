"""The standards that files are held against, from the packages that ship them; nothing is fetched."""

import os
import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from lxml import etree

from cases.pdf import can_print

ROOT = Path(__file__).resolve().parents[2]
DTDS = ROOT / "web/node_modules/@jats4r/dtds/schema/1.3"


SCHEMAS = ROOT / ".cache/standards/commonmeta/resources/crossref"
MATHML, XML = "http://www.w3.org/Math/XMLSchema/mathml3/mathml3.xsd", "http://www.w3.org/2009/01/xml.xsd"
SETS = {
    "archiving": "JATS-archivearticle1-3-mathml3.dtd",
    "publishing": "JATS-journalpublishing1-3-mathml3.dtd",
}


@cache
def _jats(name: str) -> etree.DTD:
    file = DTDS / SETS[name]
    if not file.exists():
        pytest.fail("The DTDs of JATS 1.3 are not installed: `npm ci` in web/ brings them.")
    return etree.DTD(str(file))


def faults_in_jats(document: bytes) -> list[str]:
    """What the DTDs of JATS 1.3 find wrong, Archiving as it is and Publishing with an ISSN."""
    article = etree.fromstring(document, etree.XMLParser(no_network=True, load_dtd=False))
    faults = _faults("archiving", article)
    journal = article.find("front/journal-meta/journal-title-group")
    if journal is not None:
        issn = etree.Element("issn")
        issn.text = "0000-0000"
        journal.addnext(issn)
    return faults + _faults("publishing", article)


def _faults(name: str, article: etree._Element) -> list[str]:
    dtd = _jats(name)
    return [] if dtd.validate(article) else [f"{name}: {error.message}" for error in dtd.error_log]


@cache
def _crossref() -> etree.XMLSchema:
    """Its XSD, without the assertions of XSD 1.1, which libxml2 cannot read, and with all parts from disk."""
    if not SCHEMAS.exists():
        pytest.fail("Crossref's schemas are not installed: `make test` brings them.")
    folder = Path(mkdtemp(prefix="consilium-crossref-"))
    for file in SCHEMAS.glob("*.xsd"):
        text = file.read_text("utf-8")
        for far, near in {MATHML: "standard-modules/mathml3/mathml3.xsd", XML: "xml.xsd"}.items():
            text = text.replace(far, near)
        (folder / file.name).write_text(re.sub(r"<xsd:assert\b[^>]*?/>", "", text, flags=re.DOTALL), "utf-8")
    shutil.copytree(SCHEMAS / "standard-modules", folder / "standard-modules")
    schema = etree.XMLSchema(etree.parse(str(folder / "crossref5.5.0.xsd"), etree.XMLParser(no_network=True)))
    shutil.rmtree(folder)
    return schema


def faults_in_deposit(document: bytes) -> list[str]:
    """What Crossref's schema 5.5.0 finds wrong."""
    schema = _crossref()
    batch = etree.fromstring(document, etree.XMLParser(no_network=True))
    return [] if schema.validate(batch) else [str(error.message) for error in schema.error_log]


def needs_pango() -> pytest.MarkDecorator:
    """Elsewhere than in CI a machine without Debian's Pango makes no PDF files, and says so."""
    missing = not can_print() and not os.environ.get("CI")
    return pytest.mark.skipif(missing, reason="Pango is not installed (Debian: libpango-1.0-0)")
