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
    "village": "thôn, tổ dân phố",
    "commune": "xã, phường, thị trấn, đặc khu",
    "province": "tỉnh, thành phố trực thuộc trung ương",
}
FORCES = {"civil": "dân sự", "army": "quân đội", "police": "công an", "militia": "dân quân tự vệ"}
EMPLOYMENTS = {
    "can_bo": "cán bộ",
    "cong_chuc": "công chức",
    "vien_chuc": "viên chức",
    "hop_dong": "hợp đồng lao động",
    "khac": "khác",
}
# Who organises an emulation cluster.
CLUSTER_LEVELS = {
    "trung_uong": "Hội đồng Thi đua - Khen thưởng Trung ương",
    "bo_nganh_tinh": "bộ, ban, ngành, tỉnh",
    "co_so": "cơ quan, đơn vị cơ sở",
}
# Offices that tables of long service name. Which of them are equal differs from text to text.
POSITIONS = {
    "lanh_dao_chu_chot": "Tổng Bí thư, Chủ tịch nước, Thủ tướng Chính phủ, Chủ tịch Quốc hội",
    "uy_vien_bo_chinh_tri": "Thường trực Ban Bí thư, Ủy viên Bộ Chính trị, Ủy viên Ban Bí thư",
    "pho_chu_tich_nuoc": "Phó Chủ tịch nước, Phó Thủ tướng, Phó Chủ tịch Quốc hội",
    "chu_tich_mttq_trung_uong": "Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "chanh_an_vien_truong_toi_cao": "Chánh án Tòa án nhân dân tối cao, Viện trưởng Viện kiểm sát "
    "nhân dân tối cao",
    "pho_chu_tich_mttq_trung_uong": "Phó Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "bo_truong": "Bộ trưởng",
    "bi_thu_tinh_uy": "Bí thư Tỉnh ủy, Thành ủy",
    "thu_truong": "Thứ trưởng",
    "pho_bi_thu_chu_tich_tinh": "Phó Bí thư Tỉnh ủy, Thành ủy, Chủ tịch Hội đồng nhân dân, "
    "Chủ tịch Ủy ban nhân dân cấp tỉnh",
    "tong_cuc_truong": "Tổng cục trưởng",
    "pho_tong_cuc_truong": "Phó Tổng cục trưởng",
    "pho_chu_tich_tinh": "Phó Chủ tịch Hội đồng nhân dân, Phó Chủ tịch Ủy ban nhân dân cấp tỉnh",
    "vu_truong": "Vụ trưởng",
    "uy_vien_thuong_vu_tinh_uy": "Ủy viên Ban Thường vụ Tỉnh ủy, Thành ủy",
    "pho_truong_doan_dbqh": "Phó Trưởng đoàn đại biểu Quốc hội chuyên trách",
    "chu_tich_mttq_tinh": "Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam cấp tỉnh",
    "pho_chu_tich_mttq_tinh": "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam cấp tỉnh",
    "truong_ban_nganh_doan_the_tinh": "thủ trưởng ban, ngành, đoàn thể cấp tỉnh",
    "bi_thu_huyen_uy": "Bí thư Huyện ủy, Quận ủy, Thị ủy, Thành ủy thuộc tỉnh",
    "pho_bi_thu_thuong_truc_huyen_uy": "Phó Bí thư Thường trực Huyện ủy và tương đương",
    "chu_tich_hdnd_huyen": "Chủ tịch Hội đồng nhân dân cấp huyện",
    "uy_vien_ubtv_quoc_hoi": "Ủy viên Ủy ban Thường vụ Quốc hội",
    "truong_doan_the_trung_uong": "người đứng đầu đoàn thể trung ương",
    "giam_doc_so": "Giám đốc Sở, thủ trưởng cơ quan chuyên môn cấp tỉnh",
    "pho_vu_truong": "Phó Vụ trưởng",
    "pho_giam_doc_so": "Phó Giám đốc Sở",
    "chu_tich_huyen": "Chủ tịch Ủy ban nhân dân cấp huyện (đến 30/6/2025)",
    "truong_phong": "Trưởng phòng và tương đương",
    "pho_truong_phong": "Phó Trưởng phòng và tương đương",
    "dung_dau_to_chuc_thanh_vien_mat_tran": "người đứng đầu tổ chức thành viên của Mặt trận "
    "từ cấp tỉnh trở lên",
    "dai_tuong": "Đại tướng",
    "thuong_tuong": "Thượng tướng",
    "lanh_dao_bo_quoc_phong_cong_an": "Bộ trưởng, Thứ trưởng, Tổng Tham mưu trưởng, Chủ nhiệm "
    "Tổng cục Chính trị và tương đương",
    "tu_lenh_quan_khu": "Phó Tổng Tham mưu trưởng, Phó Chủ nhiệm Tổng cục Chính trị, Tư lệnh "
    "quân khu và tương đương; Cục trưởng là Ủy viên Đảng ủy Công an Trung ương",
    "tu_lenh_binh_chung": "Tư lệnh binh chủng và tương đương; Cục trưởng khác của Công an, "
    "Giám đốc Công an thành phố Hà Nội, Thành phố Hồ Chí Minh",
    "su_doan_truong": "Phó Tư lệnh binh chủng, Sư đoàn trưởng, Giám đốc Công an cấp tỉnh "
    "và tương đương",
    "lu_doan_truong": "Phó Sư đoàn trưởng, Lữ đoàn trưởng, Phó Giám đốc Công an cấp tỉnh "
    "và tương đương",
    "trung_doan_truong": "Trung đoàn trưởng, Phó Trung đoàn trưởng và tương đương",
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
