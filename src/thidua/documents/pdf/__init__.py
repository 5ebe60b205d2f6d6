"""A DOCX of this program, or of a body's own template, as PDF: `pdf_of` is the way in.

`reading.py` reads the few constructions of Word that administrative papers use, `refused.py` names
those it does not draw, `paper.typ` lays them out with fonts that have the widths of Times New
Roman (NĐ 30/2020/NĐ-CP, Phụ lục I). No office program is needed.
"""

from thidua.documents.pdf.making import pdf_of

__all__ = ["pdf_of"]
