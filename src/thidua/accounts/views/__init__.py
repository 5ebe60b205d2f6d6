"""Pages of accounts: signing in and out, own password, administration."""

from thidua.accounts.views.admin import (
    account,
    add_account,
    add_role,
    export_users,
    finish_role,
    renew_password,
    switch_active,
    users,
)
from thidua.accounts.views.own import enter, settings, sign_in, sign_out

__all__ = [
    "account",
    "add_account",
    "add_role",
    "enter",
    "export_users",
    "finish_role",
    "renew_password",
    "settings",
    "sign_in",
    "sign_out",
    "switch_active",
    "users",
]
