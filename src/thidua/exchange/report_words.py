"""Words of the screening workbook in Vietnamese and English."""

from __future__ import annotations

from thidua.law import ReasonNode
from thidua.law.values import VERDICT_EN, VERDICT_VI

CLAIM_WORDS = {
    "vi": {
        "confirmed": "Khớp sổ",
        "not_in_register": "Không có trong sổ",
        "contradicted": "Trái với sổ",
        "asked": "Cần người xác nhận",
        "unverifiable": "Sổ chưa đủ để đối chiếu",
    },
    "en": {
        "confirmed": "Confirmed",
        "not_in_register": "Not in the register",
        "contradicted": "Contradicted",
        "asked": "Somebody has to say",
        "unverifiable": "Beyond what the register can tell",
    },
}

_WORDS = {
    "vi": {
        "summary": "Tổng hợp",
        "people": "Cá nhân",
        "units": "Tập thể",
        "reasons": "Lý do",
        "problems": "Dữ liệu nghi vấn",
        "claims": "Đối chiếu kê khai",
        "title": "Kết quả xét điều kiện khen thưởng năm {year}",
        "file": "Tệp danh sách",
        "register": "Sổ khen thưởng",
        "none": "không có (không thành tích nào được xác nhận)",
        "received": "Ngày nhận hồ sơ",
        "people_found": "Số người",
        "rows_read": "Số dòng cán bộ đã đọc",
        "units_found": "Số tập thể",
        "doubts": "Ô dữ liệu nghi vấn, chưa dùng",
        "notes": "Ô dữ liệu đã hiểu theo cách ghi chú",
        "row": "Dòng",
        "name": "Họ tên, tên tập thể",
        "born": "Ngày sinh",
        "unit": "Đơn vị",
        "position": "Chức vụ",
        "why": "Điều kiện chưa đạt hoặc còn thiếu",
        "provisional": "tạm tính",
        "award": "Danh hiệu, hình thức",
        "verdict": "Kết luận",
        "route": "Trường hợp",
        "condition": "Điều kiện",
        "result": "Kết quả",
        "fact": "Căn cứ thực tế hoặc dữ liệu còn thiếu",
        "citation": "Căn cứ pháp lý",
        "confidence": "Độ tin cậy",
        "sheet": "Trang tính",
        "column": "Cột",
        "read": "Nội dung đọc được",
        "doubt": "Nghi vấn",
        "weight": "Mức độ",
        "note": "Đã hiểu, cần biết",
        "year": "Năm",
        "status": "Đối chiếu",
        "evidence": "Bằng chứng",
        "declared": "Nội dung kê khai",
        "how_to_read": "Thành tích chỉ được tính khi sổ khen thưởng có. Nội dung kê khai "
        "chưa được sổ xác nhận "
        "không phải là dữ kiện: nếu có hay không có nội dung đó làm kết luận thay đổi thì "
        "kết luận là "
        "“Thiếu dữ liệu”. Dữ liệu không đọc chắc chắn được không bị đoán thay. Cột “Độ tin "
        "cậy”: V là đã thấy "
        "trong văn bản, V2 là trong tài liệu thứ cấp, K là hiểu biết chung, UNKNOWN là "
        "chưa ai đọc văn bản.",
    },
    "en": {
        "summary": "Summary",
        "people": "People",
        "units": "Units",
        "reasons": "Reasons",
        "problems": "Doubtful data",
        "claims": "Claims",
        "title": "Screening for awards, year {year}",
        "file": "Staff list",
        "register": "Award register",
        "none": "none (no award is confirmed)",
        "received": "Received on",
        "people_found": "People",
        "rows_read": "Person rows read",
        "units_found": "Units",
        "doubts": "Doubtful cells, not used",
        "notes": "Cells read as noted",
        "row": "Row",
        "name": "Name",
        "born": "Born",
        "unit": "Unit",
        "position": "Position",
        "why": "What fails or is missing",
        "provisional": "provisional",
        "award": "Award",
        "verdict": "Verdict",
        "route": "Route",
        "condition": "Condition",
        "result": "Result",
        "fact": "Fact used or missing",
        "citation": "Citation",
        "confidence": "Confidence",
        "sheet": "Sheet",
        "column": "Column",
        "read": "Read",
        "doubt": "Doubt",
        "weight": "Weight",
        "note": "Read as noted",
        "year": "Year",
        "status": "Status",
        "evidence": "Evidence",
        "declared": "Declared",
        "how_to_read": "An award counts only where the register holds it. A claim that the "
        "register does not "
        "confirm is no fact: where the answer depends on it, facts are missing. What could "
        "not be read is not "
        "guessed. Confidence: V seen in the text, V2 in a secondary source, K general "
        "knowledge, UNKNOWN unread.",
    },
}


class Words:
    """The words of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in _WORDS else "vi"
        self._words = _WORDS[self.lang]

    def __getitem__(self, key: str) -> str:
        return self._words[key]

    def verdict(self, value: str) -> str:
        return (VERDICT_EN if self.lang == "en" else VERDICT_VI)[value]

    def statement(self, node: ReasonNode) -> str:
        return node.statement_en if self.lang == "en" and node.statement_en else node.statement
