"""The columns of a staff list: field codes, their Vietnamese titles and the headings that officers
use.
"""

from __future__ import annotations

from thidua.exchange.readers.tables import Field

STAFF_FIELDS = (
    Field("number", "STT", (), exact=("stt", "tt", "so tt", "so thu tu")),
    Field("address", "Ông/Bà", ("ong ba", "gioi tinh", "nam nu", "danh xung")),
    Field("name", "Họ và tên", ("ho va ten", "ho ten", "ten can bo"), required=True),
    Field("born", "Ngày sinh", ("ngay thang nam sinh", "ngay sinh", "nam sinh", "sinh ngay")),
    Field("ethnic", "Dân tộc", ("dan toc",)),
    Field(
        "identity",
        "Số định danh",
        ("so dinh danh", "cccd", "can cuoc", "cmnd", "so dinh danh cccd"),
    ),
    Field(
        "position_unit",
        "Chức vụ, đơn vị công tác",
        ("chuc vu don vi cong tac", "chuc vu don vi", "chuc danh don vi", "chuc vu va don vi"),
    ),
    Field("position", "Chức vụ", ("chuc vu", "chuc danh", "vi tri viec lam")),
    Field("unit", "Đơn vị", ("don vi cong tac", "don vi", "phong ban", "co quan")),
    Field("party", "Đảng viên", ("dang vien",)),
    Field(
        "recruited",
        "Ngày vào ngành",
        ("ngay vao nganh", "ngay tuyen dung", "tuyen dung", "vao nganh"),
    ),
    Field(
        "rating",
        "Xếp loại",
        ("xep loai", "danh gia xep loai", "muc do hoan thanh", "ket qua xep loai"),
    ),
    Field(
        "initiatives",
        "Sáng kiến",
        ("sang kien", "sang kien ten cap cong nhan quyet dinh", "de tai"),
    ),
    Field(
        "achievements",
        "Thành tích đã đạt",
        ("thanh tich da dat", "thanh tich", "khen thuong da dat", "danh hieu da dat"),
    ),
    Field("registrations", "Đăng ký thi đua", ("dang ky thi dua", "dang ky")),
    Field("notes", "Ghi chú", ("ghi chu",)),
)

TEMPLATE_FIELDS: dict[str, tuple[Field, ...]] = {
    "CanBo": (
        Field("code", "Mã cán bộ", ("ma can bo",), required=True),
        Field("name", "Họ và tên", ("ho va ten",), required=True),
        Field("gender", "Giới tính", ("gioi tinh",)),
        Field("born", "Ngày sinh", ("ngay sinh",)),
        Field("ethnic", "Dân tộc", ("dan toc",)),
        Field("identity", "Số định danh", ("so dinh danh",)),
        Field("position", "Chức vụ", ("chuc vu",)),
        Field("unit", "Đơn vị", ("don vi",), required=True),
        Field("group", "Vị trí", ("vi tri",)),
        Field("employment", "Loại lao động", ("loai lao dong",)),
        Field("party", "Đảng viên", ("dang vien",)),
        Field("recruited", "Ngày tuyển dụng", ("ngay tuyen dung",)),
        Field("joined", "Ngày về Sở", ("ngay ve so", "ngay ve co quan")),
        Field("status", "Tình trạng", ("tinh trang",)),
        Field("rating", "Xếp loại", ("xep loai",)),
        Field("registrations", "Đăng ký thi đua", ("dang ky thi dua",)),
    ),
    "LichSu": (
        Field("code", "Mã cán bộ", ("ma can bo", "ma tap the"), required=True),
        Field("name", "Họ và tên", ("ho va ten",)),
        Field("year", "Năm", (), exact=("nam",), required=True),
        Field("from_year", "Từ năm", ("tu nam",)),
        Field("to_year", "Đến năm", ("den nam",)),
        Field("kind", "Loại", (), exact=("loai",), required=True),
        Field("content", "Nội dung", ("noi dung",), required=True),
        Field("decision", "Số quyết định", ("so quyet dinh",)),
        Field("decided_on", "Ngày quyết định", ("ngay quyet dinh",)),
        Field("authority", "Cơ quan ban hành", ("co quan ban hanh",)),
        Field("merit", "Loại hình", ("loai hinh",)),
        Field("note", "Ghi chú", ("ghi chu",)),
    ),
    "SangKien": (
        Field("code", "Mã cán bộ", ("ma can bo",), required=True),
        Field("name", "Họ và tên", ("ho va ten",)),
        Field("year", "Năm", (), exact=("nam",), required=True),
        Field("kind", "Loại", (), exact=("loai",)),
        Field("title", "Tên", (), exact=("ten",)),
        Field("level", "Cấp", (), exact=("cap",), required=True),
        Field("decision", "Số quyết định", ("so quyet dinh",)),
        Field("decided_on", "Ngày quyết định", ("ngay quyet dinh",)),
        Field("state", "Tình trạng", ("tinh trang",)),
    ),
    "KyLuat_Nghi": (
        Field("code", "Mã cán bộ", ("ma can bo",), required=True),
        Field("name", "Họ và tên", ("ho va ten",)),
        Field("kind", "Loại", (), exact=("loai",), required=True),
        Field("measure", "Hình thức kỷ luật", ("hinh thuc ky luat",)),
        Field("start", "Từ ngày", ("tu ngay",)),
        Field("end", "Đến ngày", ("den ngay",)),
        Field("decision", "Số quyết định", ("so quyet dinh",)),
        Field("content", "Nội dung", ("noi dung",)),
    ),
    "TapThe": (
        Field("code", "Mã tập thể", ("ma tap the",), required=True),
        Field("name", "Tên tập thể", ("ten tap the",), required=True),
        Field("former", "Tên khi đó", ("ten khi do",)),
        Field("year", "Năm", (), exact=("nam",), required=True),
        Field("rating", "Xếp loại", ("xep loai",)),
        Field("awards", "Danh hiệu, khen thưởng", ("danh hieu khen thuong", "danh hieu")),
        Field("decision", "Số quyết định", ("so quyet dinh",)),
        Field("decided_on", "Ngày quyết định", ("ngay quyet dinh",)),
    ),
}
