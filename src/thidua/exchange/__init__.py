"""Nhập, đối chiếu: staff lists and legacy registers brought in, checked, confirmed by a person.

Terms: danh sách cán bộ (staff list), sổ khen thưởng (register), kê khai (claim). Serves the check
of every claimed award before proposing (NĐ 98/2023 Điều 4, hồ sơ khen thưởng).
Where to look: `readers/` files to neutral records; `matching.py`, `claims.py` whose award, is it
so; `screening.py`, `report.py` the command `thidua screen`; `actions/`, `views/` the web import.
"""
