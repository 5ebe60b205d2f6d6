"""Addresses of registrations, movements and pledges."""

from django.urls import path

from thidua.movements.views import (
    calls,
    effect,
    movements,
    pledge_steps,
    pledges,
    registrations,
    sheets,
    steps,
)

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
    path("phong-trao/<int:pk>/hieu-qua/", effect.effect, name="effect"),
    path("phong-trao/<int:pk>/hieu-qua/xuat/", effect.export, name="export_effect"),
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

urlpatterns += [
    path("giao-uoc/", pledges.index, name="pledges"),
    path("giao-uoc/xuat-bang-tinh/", pledges.export, name="export_pledges"),
    path("giao-uoc/lap/", pledges.new, name="new_pledge"),
    path("giao-uoc/<int:pk>/", pledges.detail, name="pledge"),
    path("giao-uoc/<int:pk>/sua/", pledges.edit, name="edit_pledge"),
    path("giao-uoc/<int:pk>/giao-uoc.docx", pledges.docx, name="pledge_docx"),
    path("giao-uoc/<int:pk>/giao-uoc.pdf", pledges.pdf, name="pledge_pdf"),
    path("giao-uoc/<int:pk>/gui-ky/", pledge_steps.send, name="send_pledge"),
    path("giao-uoc/<int:pk>/sua-lan-moi/", pledge_steps.revise, name="revise_pledge"),
    path("giao-uoc/<int:pk>/bo-lan-sua/", pledge_steps.discard, name="discard_revision"),
    path("giao-uoc/<int:pk>/thu-hoi/", pledge_steps.withdraw, name="withdraw_pledge"),
    path("giao-uoc/<int:pk>/ben/<int:side>/ky/", pledge_steps.sign, name="sign_pledge"),
    path("giao-uoc/<int:pk>/ben/<int:side>/khong-ky/", pledge_steps.refuse, name="refuse_pledge"),
    path("giao-uoc/<int:pk>/ben/<int:side>/ban-giay/", pledge_steps.on_paper, name="on_paper"),
    path("giao-uoc/<int:pk>/chung-kien/", pledge_steps.witness, name="witness_pledge"),
    path(
        "giao-uoc/<int:pk>/chung-kien/<int:witness>/xoa/",
        pledge_steps.remove_witness,
        name="remove_witness",
    ),
    path(
        "cum-khoi/<int:pk>/<int:year>/ban-giao.docx",
        pledges.handover_docx_file,
        name="handover_docx",
    ),
    path(
        "cum-khoi/<int:pk>/<int:year>/ban-giao.pdf", pledges.handover_pdf_file, name="handover_pdf"
    ),
]
