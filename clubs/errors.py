from core.errors import Forbidden, Invalid, NotFound


class ArticleNotFound(NotFound):
    """There is no such article here."""


class MayNotAddArticles(Forbidden):
    """Only verified clinicians add articles and open discussions of them. Ask for verification first."""


class NoCitation(Invalid):
    """Paste one citation in BibTeX, RIS, NBIB or CSL-JSON."""
