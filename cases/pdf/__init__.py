"""A version as a tagged PDF (PDF/UA-1), printed by WeasyPrint in a process of its own."""

from cases.pdf.printing import CannotPrint, PrintingFailed, can_print, press
from cases.pdf.sheet import sheet, sources

MEDIA_TYPE = "application/pdf"

__all__ = ["MEDIA_TYPE", "CannotPrint", "PrintingFailed", "can_print", "press", "sheet", "sources"]
