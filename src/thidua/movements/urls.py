"""Addresses of registrations and of movements."""

from django.urls import path

from thidua.movements.views import movements, registrations, steps

app_name = "movements"
urlpatterns = [
    path("dang-ky/", registrations.index, name="index"),
    path("dang-ky/xuat/", registrations.export, name="export"),
    path("dang-ky/ca-nhan/<int:pk>/", registrations.add, name="add"),
    path("dang-ky/tap-the/<int:pk>/", registrations.add_collective, name="add_collective"),
    path("dang-ky/<int:pk>/xoa/", registrations.remove, name="remove"),
    path("phong-trao/", movements.index, name="movements"),
    path("phong-trao/xuat/", movements.export, name="export_movements"),
    path("phong-trao/moi/", movements.new, name="new_movement"),
    path("phong-trao/<int:pk>/", movements.detail, name="movement"),
    path("phong-trao/<int:pk>/sua/", movements.edit, name="edit_movement"),
    path("phong-trao/<int:pk>/ke-hoach.docx", movements.plan_docx_file, name="plan_docx"),
    path("phong-trao/<int:pk>/ke-hoach.pdf", movements.plan_pdf_file, name="plan_pdf"),
    path("phong-trao/<int:pk>/huong-ung/xuat/", movements.export_answers, name="export_answers"),
    path("phong-trao/<int:pk>/trinh/", steps.submit, name="submit_plan"),
    path("phong-trao/<int:pk>/duyet/", steps.approve, name="approve_plan"),
    path("phong-trao/<int:pk>/tra-lai/", steps.send_back, name="return_plan"),
    path("phong-trao/<int:pk>/phat-dong/", steps.launch, name="launch"),
    path("phong-trao/<int:pk>/dung/", steps.stop, name="stop"),
    path("phong-trao/<int:pk>/huong-ung/", steps.answer, name="answer"),
    path("phong-trao/<int:pk>/khong-huong-ung/", steps.decline, name="decline"),
    path("phong-trao/<int:pk>/so-ket/", steps.review, name="review"),
    path(
        "phong-trao/<int:pk>/so-ket/<int:review>/bao-cao.docx",
        movements.report_file,
        name="report_docx",
    ),
]
