"""The people who sign in: an administrator, an editor, and the officers with their roles."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from egov_forms.models import Agency
from egov_tracking.models import Membership
from example_site.sample.data import load

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
ADMIN = ("quantri", "Quản trị hệ thống", "Quản trị hệ thống (không đọc được hồ sơ)")
EDITOR = ("bientap", "Lưu Thị Biên Tập", "Biên tập viên: soạn và công bố thủ tục")


def create_staff() -> Any:
    """The administrator and the editor, who is returned; `write_passwords` gives passwords."""
    _user(*ADMIN[:2], "quantri@example.gov.example", is_staff=True, is_superuser=True)
    editor = _user(*EDITOR[:2], "bientap@example.gov.example")
    editor.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
    return editor


def create_officers() -> None:
    """The officers with their roles; they may enter the admin and nothing else in it."""
    desk, _created = Group.objects.get_or_create(name="Cán bộ một cửa")
    desk.permissions.set(Permission.objects.filter(codename="access_admin"))
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for one in load("people")["officers"]:
        user = _user(one["username"], one["name"], one["email"])
        user.groups.set([desk])
        for code, roles in one["roles"].items():
            for role in roles:
                Membership.objects.get_or_create(user=user, agency=agencies[code], role=role)


def _user(username: str, name: str, email: str, **flags: Any) -> Any:
    # Django writes the first name first; a Vietnamese name goes the other way, so it stays whole.
    values = {"first_name": name, "email": email, **flags}
    user, _created = get_user_model().objects.get_or_create(username=username, defaults=values)
    return user


def sign_ins() -> list[tuple[str, str]]:
    """(user name, what the account is for), in the order in which a visitor tries them."""
    officers = [(one["username"], one["title"]) for one in load("people")["officers"]]
    return [(ADMIN[0], ADMIN[2]), (EDITOR[0], EDITOR[2]), *officers]


def write_passwords(path: Path) -> None:
    """Give every account a new password and write them where only the owner may read them."""
    lines = []
    for username, purpose in sign_ins():
        password = "-".join(
            "".join(secrets.choice(ALPHABET) for _letter in range(4)) for _part in range(3)
        )
        user = get_user_model().objects.get(username=username)
        user.set_password(password)
        user.save(update_fields=["password"])
        lines.append(f"{username:<14} {password}   {purpose}\n")
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(lines)
