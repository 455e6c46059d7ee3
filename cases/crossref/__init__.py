"""DOIs for versions, by way of Crossref: what is deposited, and the port through which it is sent."""

from cases.crossref.batch import batch
from cases.crossref.port import Deposit, NotAnswered, Receipt, Registrar, Registry

__all__ = ["Deposit", "NotAnswered", "Receipt", "Registrar", "Registry", "batch"]
