"""The closed lists of the facts format, with the Vietnamese words shown to people."""

from __future__ import annotations

SUBJECT_KINDS = {
    "individual": "cá nhân",
    "collective": "tập thể",
    "household": "hộ gia đình",
    "community": "thôn, tổ dân phố, xã, phường, đặc khu",
    "enterprise": "doanh nghiệp, tổ chức kinh tế",
}
GENDERS = {"female": "nữ", "male": "nam"}
GROUPS = {
    "direct_worker": "người trực tiếp công tác, lao động",
    "head_of_division": "lãnh đạo cấp phòng",
    "head_of_department": "lãnh đạo sở, ngành",
    "provincial_leader": "lãnh đạo tỉnh",
    "worker": "công nhân",
    "farmer": "nông dân",
    "entrepreneur": "doanh nhân",
    "scientist": "trí thức, nhà khoa học",
    "overseas": "người Việt Nam ở nước ngoài",
    "foreign": "người nước ngoài",
}
FORCES = {"civil": "dân sự", "army": "quân đội", "police": "công an", "militia": "dân quân tự vệ"}
EMPLOYMENTS = {
    "can_bo": "cán bộ",
    "cong_chuc": "công chức",
    "vien_chuc": "viên chức",
    "hop_dong": "hợp đồng lao động",
    "khac": "khác",
}
LEAVE_KINDS = {
    "thai_san": "nghỉ thai sản",
    "om": "nghỉ ốm",
    "hoc_tap": "đi học tập trung",
    "khong_luong": "nghỉ không hưởng lương",
    "dieu_tri_thuong_tich": "điều trị thương tích",
}
# From the lowest to the highest: the order is used.
GRADES = {
    "khong_hoan_thanh": "không hoàn thành nhiệm vụ",
    "hoan_thanh": "hoàn thành nhiệm vụ",
    "hoan_thanh_tot": "hoàn thành tốt nhiệm vụ",
    "hoan_thanh_xuat_sac": "hoàn thành xuất sắc nhiệm vụ",
}
LEVELS = {
    "co_so": "cấp cơ sở",
    "bo_nganh_tinh": "cấp bộ, ban, ngành, tỉnh",
    "toan_quoc": "toàn quốc",
}
INITIATIVE_KINDS = {
    "sang_kien": "sáng kiến",
    "de_tai_khoa_hoc": "đề tài khoa học",
    "de_an_khoa_hoc": "đề án khoa học",
    "cong_trinh_khcn": "công trình khoa học và công nghệ",
    "muu_tri_sang_tao": "mưu trí, sáng tạo trong chiến đấu, phục vụ chiến đấu",
}
# From the lightest to the heaviest: the order is used. "khong" says that nobody was disciplined.
MEASURES = {
    "khien_trach": "khiển trách",
    "canh_cao": "cảnh cáo",
    "ha_bac_luong": "hạ bậc lương",
    "giang_chuc": "giáng chức",
    "cach_chuc": "cách chức",
    "buoc_thoi_viec": "buộc thôi việc",
}
MERITS = {
    "cong_trang": "công trạng",
    "chuyen_de": "phong trào thi đua, chuyên đề",
    "dot_xuat": "đột xuất",
    "cong_hien": "quá trình cống hiến",
    "nien_han": "niên hạn",
    "doi_ngoai": "đối ngoại",
}
PENDING_KINDS = {
    "khieu_nai": "có khiếu nại đang xác minh",
    "to_cao": "có tố cáo đang xác minh",
    "dieu_tra": "đang bị điều tra",
    "thanh_tra": "đang thanh tra, kiểm tra có dấu hiệu vi phạm",
    "ky_luat": "đang xem xét kỷ luật",
}
COMPLETE_KEYS = ("awards", "ratings", "initiatives", "disciplines", "leave", "pending", "posts")
STUDY_RESULTS = {
    "yeu": "yếu",
    "trung_binh": "trung bình",
    "kha": "khá",
    "gioi": "giỏi",
    "xuat_sac": "xuất sắc",
}


def at_least(order: dict[str, str], value: str, floor: str) -> bool:
    """Whether `value` stands at or above `floor` in an ordered list of this module."""
    keys = list(order)
    return keys.index(value) >= keys.index(floor)
