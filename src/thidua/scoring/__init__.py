"""Bảng chấm điểm, phiếu chấm, chấm chéo, xếp hạng trong cụm, khối (Luật 06/2022/QH15 Điều 17, 25).

Where to look: `arithmetic/` points, sums, bands, means, ranks, without Django; `actions/` tables,
sheets, cross-scores, appeals, rankings; `samples/` the three tables shipped as examples.
"""
