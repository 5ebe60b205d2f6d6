"""Addresses of bonuses."""

from django.urls import URLPattern, path

from thidua.bonuses.views import funds, payments

app_name = "bonuses"
urlpatterns: list[URLPattern] = [
    path("", payments.index, name="index"),
    path("xuat/", payments.export, name="export"),
    path("quy/", funds.index, name="funds"),
    path("quy/xuat/", funds.export_funds, name="export_funds"),
    path("quy/<int:pk>/", funds.detail, name="fund"),
    path("quy/<int:pk>/xuat/", funds.export_entries, name="export_entries"),
    path("quy/<int:pk>/nguon/", funds.income, name="add_income"),
    path("quy/<int:pk>/phan-bo/", funds.allocation, name="allocate"),
    path("quy/<int:pk>/chi/", funds.spending, name="spend"),
    path("quy/<int:pk>/khoa-so/", funds.close, name="close_fund"),
    path("quy/<int:pk>/<int:entry>/ghi-dao/", funds.reverse, name="reverse_entry"),
    path("quy/<int:pk>/<int:entry>/chung-tu/", funds.document, name="fund_document"),
    path("<int:pk>/xuat/", payments.lines, name="lines"),
    path("<int:pk>/", payments.decision, name="decision"),
    path("<int:pk>/da-chi/", payments.pay, name="pay"),
    path("<int:pk>/bo-ghi-nhan/", payments.take_back, name="take_back"),
    path("<int:pk>/danh-sach-chi.docx", payments.docx, name="docx"),
    path("<int:pk>/danh-sach-chi.xlsx", payments.xlsx, name="xlsx"),
]
