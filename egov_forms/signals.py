"""Signals of `egov_forms`."""

from django.dispatch import Signal

#: Sent inside the transaction that submits, with ``submission`` (a `Submission`).
#: A receiver that raises undoes the submission, so that no citizen holds a receipt for nothing.
submission_received = Signal()

#: Sent inside the transaction that corrects a filing, with ``submission``, which holds the new
#: answers, and ``before``, the answers as they were. A receiver that raises `CorrectionRefused`
#: undoes the correction and tells the citizen why.
submission_corrected = Signal()
