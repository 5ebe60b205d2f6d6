"""Addresses of decisions."""

from django.urls import URLPattern, path

from thidua.decisions.views import detail, downloads, lists, steps

app_name = "decisions"
urlpatterns: list[URLPattern] = [
    path("", lists.index, name="index"),
    path("xuat-bang-tinh/", lists.export, name="export"),
    path("lap/", lists.new, name="new"),
    path("trinh-cap-tren/", lists.upward, name="upward"),
    path("trinh-cap-tren/<slug:award>.docx", downloads.submission, name="submission"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/danh-sach/", detail.awards, name="awards"),
    path("<int:pk>/danh-sach/<int:award>/rut/", detail.take_out, name="take_out"),
    path("<int:pk>/danh-sach/<int:award>/thanh-tich/", detail.merit, name="merit"),
    path("<int:pk>/chung-nhan/", detail.certificates, name="certificates"),
    path("<int:pk>/tien-thuong/", detail.money, name="money"),
    path("<int:pk>/lich-su/", detail.history, name="history"),
    path("<int:pk>/trinh-ky/", steps.send, name="send"),
    path("<int:pk>/tra-lai/", steps.give_back, name="give_back"),
    path("<int:pk>/bo-du-thao/", steps.discard, name="discard"),
    path("<int:pk>/ban-hanh/", steps.issue, name="issue"),
    path("<int:pk>/quyet-dinh.docx", downloads.decision, name="docx"),
    path("<int:pk>/danh-sach-kem-theo.docx", downloads.annex, name="annex"),
    path("<int:pk>/bang.pdf", downloads.certificates, name="pdf"),
    path("<int:pk>/bang-<int:certificate>.pdf", downloads.one_certificate, name="one_pdf"),
]
