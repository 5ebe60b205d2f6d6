"""Everything that writes about accounts: signing in, passwords, accounts and roles."""

from thidua.accounts.actions.manage import (
    create_account,
    end_role,
    give_role,
    reset_password,
    set_active,
)
from thidua.accounts.actions.passes import issue_pass, use_pass
from thidua.accounts.actions.signing import change_password, check_credentials, note_sign_out

__all__ = [
    "change_password",
    "check_credentials",
    "create_account",
    "end_role",
    "give_role",
    "issue_pass",
    "note_sign_out",
    "reset_password",
    "set_active",
    "use_pass",
]
