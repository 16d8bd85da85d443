"""What a draft and a submission share: the pair a citizen keeps, and answers partly sealed."""

import secrets as randomness
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from egov_forms.models import keys
from egov_forms.rules import references
from egov_forms.rules.definition import Definition

TYPED = "*typed*"


class KeyedByReference(models.Model):
    """A public name and a derived secret: the one pair that opens the row to its citizen.

    The secret is not stored (security rule 1): it is an HMAC under a key outside the database
    over reference and generation, so a receipt can show it again and a stolen table can't.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    key_id = models.CharField(max_length=40, editable=False)
    generation = models.PositiveSmallIntegerField(default=1, editable=False)
    # SHA-256 of the token in the browser's cookie; empty when none is out.
    token_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def secret(self) -> str:
        key = keys.derived_key(self.key_id, "secret")
        return references.secret(key, self.reference, self.generation)

    def opened_by(self, secret: str) -> bool:
        """Compare in constant time, forgiving case, spaces and look-alike letters."""
        return references.secrets_equal(secret, self.secret)

    def new_pair(self) -> None:
        """Give the row a random reference under the current key; the caller saves."""
        self.reference = references.new_reference(randomness.token_bytes(16))
        self.key_id = keys.current_key_id()

    def new_free_pair(self) -> None:
        """`new_pair` with a reference that no row of any table has: what a draft becomes keeps it.

        40 random bits meet each other once in about a million rows.
        """
        self.new_pair()
        while _is_taken(self.reference):
            self.new_pair()


def _is_taken(reference: str) -> bool:
    kinds = [one for one in apps.get_models() if issubclass(one, KeyedByReference)]
    return any(one._base_manager.filter(reference=reference).exists() for one in kinds)


class SealedAnswers(models.Model):
    """Answers as canonical JSON; those of sensitive fields are sealed cell by cell."""

    answers = models.JSONField(default=dict, editable=False)
    sealed = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    def open_answers(self) -> dict[str, Any]:
        """All answers, the sealed ones opened."""
        opened = {
            field: keys.unseal(cell, row=self.seal_row, field=field)
            for field, cell in self.sealed.items()
            if field != TYPED
        }
        return {**self.answers, **opened}

    def set_answers(self, definition: Definition, answers: Mapping[str, Any]) -> None:
        """Store these answers, sealing what is sensitive; the caller saves."""
        fields = {field.key: field for step in definition.steps for field in step.fields}
        hidden = {key for key in answers if key in fields and fields[key].is_personal}
        self.answers = {key: value for key, value in answers.items() if key not in hidden}
        typed = self.sealed.get(TYPED)
        self.sealed = {key: keys.seal(answers[key], row=self.seal_row, field=key) for key in hidden}
        if typed is not None:
            self.sealed[TYPED] = typed

    @property
    def seal_row(self) -> str:
        """What binds a sealed cell to its row; a submission keeps that of its draft."""
        return str(self.pk)
