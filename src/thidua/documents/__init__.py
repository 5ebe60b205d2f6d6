"""Papers made from data as DOCX and PDF, laid out as Nghị định 30/2020/NĐ-CP (Phụ lục I) asks.

Making a paper is a pure function: values go in, bytes come out. The rooms (`models.py`,
`actions.py`, `views.py`) keep the templates that a body has loaded in place of the shipped ones.
Vietnamese terms: mẫu văn bản, quyết định, danh sách kèm theo, biên bản, tờ trình, giấy khen.

Where to look:
- `sheets/*.yaml`, `sheet.py`: forms as data; `building.py`: the shipped DOCX template of a form;
- `press.py` (template and values to DOCX), `pdf/` (DOCX to PDF), `checking.py` (loaded templates);
- `papers.py`, `values.py`: what each paper is made of; `layout.py`, `blocks.py`, `tables.py`;
- `certificates.py` (PDF), `qr.py`, `seal.py` (Ed25519: sign and check without a network).
"""
