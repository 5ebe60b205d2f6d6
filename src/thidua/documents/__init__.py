"""Papers and certificates made from data, laid out as Nghị định 30/2020/NĐ-CP (Phụ lục I) asks.

Pure functions: a frozen dataclass goes in, bytes come out; no database, no request, no network.
Vietnamese terms: quyết định, danh sách kèm theo, biên bản, tờ trình, giấy khen, nơi nhận.

Where to look:
- `papers.py`, `certificate_paper.py`: what each paper is made of;
- `layout.py`, `blocks.py`, `tables.py`: how it is laid out;
- `decision.py`, `minutes.py`, `submission.py`, `payments.py`: one DOCX each, open to editing;
- `certificates.py` (PDF), `qr.py`, `seal.py` (Ed25519: sign and check without a network).
"""
