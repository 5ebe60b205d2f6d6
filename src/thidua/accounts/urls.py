"""Addresses of accounts."""

from django.urls import path

from thidua.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("vao/", views.enter, name="enter"),
    path("vao/<str:code>/", views.enter, name="enter_code"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("mat-khau/", views.settings, name="settings"),
    path("tai-khoan/", views.users, name="users"),
    path("tai-khoan/xuat-bang-tinh/", views.export_users, name="export_users"),
    path("tai-khoan/them/", views.add_account, name="add"),
    path("tai-khoan/<int:pk>/", views.account, name="account"),
    path("tai-khoan/<int:pk>/vai-tro/", views.add_role, name="add_role"),
    path("tai-khoan/<int:pk>/khoa/", views.switch_active, name="switch_active"),
    path("tai-khoan/<int:pk>/cap-lai-mat-khau/", views.renew_password, name="renew_password"),
    path("vai-tro/<int:pk>/ket-thuc/", views.finish_role, name="finish_role"),
]
