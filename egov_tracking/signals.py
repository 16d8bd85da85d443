"""Signals of `egov_tracking`."""

from django.dispatch import Signal

#: Sent inside the transaction of every act, after its event was written, with ``dossier`` and
#: ``event``. A receiver that raises undoes the act.
dossier_changed = Signal()
