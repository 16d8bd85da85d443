"""Signals of `egov_forms`."""

from django.dispatch import Signal

#: Sent inside the transaction that submits, with ``submission`` (a `Submission`).
#: A receiver that raises undoes the submission, so that no citizen holds a receipt for nothing.
submission_received = Signal()
