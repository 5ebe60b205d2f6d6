"""Addresses of the book of record."""

from django.urls import path

from thidua.register import views

app_name = "register"
urlpatterns = [
    path("", views.index, name="index"),
    path("kiem-tra/", views.checks, name="checks"),
    path("kiem-tra/bat-dau/", views.verify, name="verify"),
    path("kiem-tra/tien-do/", views.progress, name="progress"),
    path("kiem-tra/dau-chot/", views.head, name="head"),
    path("xuat-bang-tinh/", views.export, name="export"),
    path("ghi-quyet-dinh-giay/", views.add, name="add"),
    path("cho-xac-nhan/", views.matching, name="matching"),
    path("cho-xac-nhan/xuat/", views.export_matching, name="export_matching"),
    path("ke-khai/", views.claims, name="claims"),
    path("ke-khai/xuat-bang-tinh/", views.export_claims, name="export_claims"),
    path("trich-sao/", views.extracts, name="extracts"),
    path("trich-sao/xuat-bang-tinh/", views.export_extracts, name="export_extracts"),
    path("trich-sao/cap/ca-nhan/<int:pk>/", views.issue, {"kind": "person"}, name="issue_person"),
    path(
        "trich-sao/cap/tap-the/<int:pk>/",
        views.issue,
        {"kind": "collective"},
        name="issue_collective",
    ),
    path("trich-sao/<int:pk>/", views.extract, name="extract"),
    path("trich-sao/<int:pk>/docx/", views.paper, {"kind": "docx"}, name="extract_docx"),
    path("trich-sao/<int:pk>/pdf/", views.paper, {"kind": "pdf"}, name="extract_pdf"),
    path("trich-sao/<int:pk>/huy/", views.cancel, name="cancel_extract"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/minh-chung/", views.evidence, name="evidence"),
    path("<int:pk>/xac-nhan/", views.confirm, name="confirm"),
    path("<int:pk>/khong-khop/", views.reject, name="reject"),
    path("<int:pk>/go-khop/", views.undo, name="undo"),
    path("<int:pk>/huy-bo/", views.event, {"act": "huy-bo"}, name="revoke"),
    path("<int:pk>/ghi/<slug:act>/", views.event, name="event"),
]
