"""Addresses of registrations and of movements."""

from django.urls import path

from thidua.movements.views import calls, movements, registrations, sheets, steps

app_name = "movements"
urlpatterns = [
    path("dang-ky/", registrations.index, name="index"),
    path("dang-ky/xuat/", registrations.export, name="export"),
    path("dang-ky/ca-nhan/<int:pk>/", registrations.add, name="add"),
    path("dang-ky/tap-the/<int:pk>/", registrations.add_collective, name="add_collective"),
    path("dang-ky/<int:pk>/xoa/", registrations.remove, name="remove"),
    path("dang-ky/cua-toi/", sheets.mine, name="my_sheet"),
    path("dang-ky/ket-qua/", calls.outcome, name="outcome"),
    path("dang-ky/ket-qua/xuat/", calls.export_outcome, name="export_outcome"),
    path("dang-ky/cap-duoi/", calls.bodies, name="roll_up"),
    path("dang-ky/cap-duoi/xuat/", calls.export_bodies, name="export_roll_up"),
    path("dang-ky/dot/moi/", calls.new, name="new_call"),
    path("dang-ky/dot/<int:pk>/", calls.board, name="call"),
    path("dang-ky/dot/<int:pk>/xuat/", calls.export_board, name="export_call"),
    path("dang-ky/dot/<int:pk>/sua/", calls.edit, name="edit_call"),
    path("dang-ky/dot/<int:pk>/khoa/", calls.lock, name="lock_call"),
    path("dang-ky/dot/<int:pk>/nhac/", calls.remind, name="remind"),
    path("dang-ky/dot/<int:pk>/don-vi/<int:unit>/", sheets.of_unit, name="unit_sheets"),
    path("dang-ky/dot/<int:pk>/don-vi/<int:unit>/ghi/", sheets.grid, name="unit_grid"),
    path("dang-ky/dot/<int:pk>/don-vi/<int:unit>/chon/", sheets.together, name="sheets_together"),
    path("dang-ky/dot/<int:pk>/tap-the/<int:unit>/", sheets.of_collective, name="sheet_of_unit"),
    path("dang-ky/dot/<int:pk>/ca-nhan/<int:person>/", sheets.of_person, name="sheet_of_person"),
    path("dang-ky/phieu/<int:pk>/tra-lai/", sheets.refuse, name="refuse_sheet"),
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
