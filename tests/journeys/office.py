"""The officers of a ward at their desk, over HTTP, and those who have no business there."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from egov_forms.models import Agency
from egov_tracking.models import Membership, words
from egov_tracking.rules.workflow import BY_NAME, Role
from tests.journeys.web import filled, page
from tests.journeys.web import words as text_of

ROLES = ("reception", "processing", "approval", "reading")
DESK = "/admin/egov/dossiers/"


def sign_in(name: str, agency: Agency, role: str) -> Client:
    """An officer with one role who may open the admin, signed in."""
    user = get_user_model().objects.create_user(name, password="secret", first_name=name)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    Membership.objects.create(user=user, agency=agency, role=role)
    client = Client()
    client.force_login(user)
    return client


class Office:
    """One ward. Every act is tried first by those who must not do it."""

    def __init__(self, code: str, elsewhere: str) -> None:
        own, other = (Agency.objects.get(code=one) for one in (code, elsewhere))
        self.officers = {role: sign_in(f"{role}-{code}", own, role) for role in ROLES}
        self.strangers = {role: sign_in(f"{role}-{elsewhere}", other, role) for role in ROLES}
        self.address = ""

    def finds(self, reference: str, role: str = "reception") -> None:
        """In the list of what waits for this role; a stranger's list does not have it."""
        listed = page(self.officers[role].get(DESK))
        link = listed.find("a", string=lambda text: text and reference in text)
        assert link, f"{reference} does not wait for {role}"
        self.address = str(link["href"])
        for stranger in self.strangers.values():
            assert reference not in text_of(stranger.get(DESK, {"tab": "all"}))
            assert self._search(stranger, reference).find("a", href=self.address) is None
        assert self._search(self.officers[role], reference).find("a", href=self.address)

    def _search(self, client: Client, text: str) -> Any:
        return page(client.post(DESK, {"q": text, "tab": "all"}, follow=True))

    def reads(self, role: str = "reception") -> str:
        """The words of the working page."""
        return text_of(page(self.officers[role].get(self.address)).find("main"))

    def does(self, act: str, role: str, **typed: Any) -> None:
        """Press the act's button, fill in its form, send it."""
        self._nobody_else_can(act)
        address = self._button(role, act)
        assert address, f"{role} has no button for {act}"
        self._send(role, address, typed)

    def _send(self, role: str, address: str, typed: dict[str, Any]) -> None:
        client = self.officers[role]
        form = page(client.get(address)).find("form", class_="egov-form")
        done = client.post(address, filled(form, **typed), follow=True)
        assert done.redirect_chain, text_of(page(done).find("main"))

    def _button(self, role: str, act: str) -> str:
        """Where the act's button on the working page leads; "" when there is none."""
        shown = page(self.officers[role].get(self.address))
        buttons = {text_of(a): str(a["href"]) for a in shown.select(".egov-acts a")}
        return buttons.get(words.act_label(act), "")

    def _nobody_else_can(self, act: str) -> None:
        """No button and a refusal for other roles here, and no such page for other wards."""
        # Handing over has a screen of its own: the one visit.
        url = self.address + ("visit/" if act == "hand_over" else f"acts/{act}/")
        before = self.reads()
        for role, client in self.officers.items():
            if BY_NAME[act].role & Role[role.upper()]:
                continue
            assert not self._button(role, act), f"{role} has a button for {act}"
            assert client.post(url, {"version": 1}).status_code == 403, (role, url)
        for client in self.strangers.values():
            assert client.get(self.address).status_code == 404
            assert client.get(url).status_code == 404
            assert client.post(url, {"version": 1}).status_code == 404
        assert self.reads() == before

    def one_visit(self, role: str = "reception", **typed: Any) -> None:
        """Originals, fee and result on one screen; what does not match is ticked so."""
        self._nobody_else_can("hand_over")
        self._send(role, self._button(role, "hand_over"), typed)

    def opens_every_file(self, role: str = "processing") -> int:
        """Download the citizen's files from the working page; strangers get none."""
        shown = page(self.officers[role].get(self.address))
        links = {str(a["href"]) for a in shown.select("a[href*='/files/']")}
        for link in links:
            got = self.officers[role].get(link)
            assert got.status_code == 200
            assert got["Content-Disposition"].startswith("attachment")
            assert b"".join(got.streaming_content)
            assert all(one.get(link).status_code == 404 for one in self.strangers.values())
        return len(links)
