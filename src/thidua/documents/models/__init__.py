"""Templates of papers and forms of certificates that a body keeps; printers and their errors."""

from thidua.documents.models.certificates import CertificateForm, PrinterCorrection
from thidua.documents.models.templates import PaperTemplate

__all__ = ["CertificateForm", "PaperTemplate", "PrinterCorrection"]
