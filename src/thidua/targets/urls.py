"""Addresses of targets and of programmes."""

from django.urls import path

from thidua.targets.views import exchange, programmes, results, sets, steps, targets

app_name = "targets"
urlpatterns = [
    path("", sets.index, name="index"),
    path("xuat/", sets.export, name="export"),
    path("moi/", sets.new, name="new_set"),
    path("<int:pk>/", sets.detail, name="set"),
    path("<int:pk>/xuat/", sets.export_board, name="export_board"),
    path("<int:pk>/don-vi/", sets.units, name="units"),
    path("<int:pk>/don-vi/xuat/", sets.export_units, name="export_units"),
    path("<int:pk>/sua/", sets.edit, name="edit_set"),
    path("<int:pk>/xoa/", steps.remove, name="remove_set"),
    path("<int:pk>/trinh/", steps.submit, name="submit"),
    path("<int:pk>/tra-lai/", steps.send_back, name="send_back"),
    path("<int:pk>/giao/", steps.approve, name="approve"),
    path("<int:pk>/khoa/", steps.lock, name="lock"),
    path("<int:pk>/mo-khoa/", steps.unlock, name="unlock"),
    path("<int:pk>/chuyen-nam/", steps.carry_over, name="carry_over"),
    path("<int:pk>/nhan/", steps.receive, name="receive"),
    path("<int:pk>/tep-chi-tieu/", exchange.export_targets, name="export_targets"),
    path("<int:pk>/tep-ket-qua/", exchange.export_results, name="export_results"),
    path("<int:pk>/nhap/", exchange.import_targets, name="import_targets"),
    path("<int:pk>/nhap-ket-qua/", exchange.import_results, name="import_results"),
    path("<int:pk>/them/", targets.new, name="new_target"),
    path("chi-tiet/<int:pk>/", targets.detail, name="target"),
    path("chi-tiet/<int:pk>/sua/", targets.edit, name="edit_target"),
    path("chi-tiet/<int:pk>/xoa/", targets.remove, name="remove_target"),
    path("chi-tiet/<int:pk>/giao/", targets.assign, name="assign"),
    path("chi-tiet/<int:pk>/thu-hoi/", targets.withdraw, name="withdraw"),
    path("chi-tiet/<int:pk>/ky/<int:period>/", results.report, name="report"),
    path("chi-tiet/<int:pk>/ky/<int:period>/tep/", results.evidence, name="evidence"),
    path("chi-tiet/<int:pk>/ky/<int:period>/xoa/", results.remove, name="remove_result"),
    path("chuong-trinh/", programmes.index, name="programmes"),
    path("chuong-trinh/xuat/", programmes.export, name="export_programmes"),
    path("chuong-trinh/moi/", programmes.new, name="new_programme"),
    path("chuong-trinh/<int:pk>/", programmes.detail, name="programme"),
    path("chuong-trinh/<int:pk>/sua/", programmes.edit, name="edit_programme"),
    path("chuong-trinh/<int:pk>/ket-thuc/", programmes.end, name="end_programme"),
    path("moc/<int:pk>/xong/", programmes.done, name="milestone_done"),
    path("moc/<int:pk>/mo-lai/", programmes.reopen, name="milestone_reopen"),
    path("moc/<int:pk>/tep/", programmes.evidence, name="milestone_evidence"),
]
