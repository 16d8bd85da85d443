"""Everything that is done to a dossier, one function an act, named by the office's verb.

Each is one transaction: right, row lock, version, table of moves, change, event, messages. All take
the dossier and the actor (a user, `Citizen` or `System`), ``version`` (the ``lock_version`` that
the caller saw, or None) and ``now``, and return the changed dossier. They raise `NotAllowed`,
`StaleDossier`, `IllegalMove` and `Refused`; then nothing has happened.
"""

from egov_tracking.actions.delivery import send_due, settle_message
from egov_tracking.actions.desks import hand_on, note, transfer
from egov_tracking.actions.intake import (
    accept,
    open_dossier,
    open_paper_dossier,
    refuse,
    reissue_secret,
)
from egov_tracking.actions.payments import (
    add_fee,
    record_payment,
    request_payment,
    waive_payment,
)
from egov_tracking.actions.processing import (
    apologise,
    finish,
    reopen,
    resume,
    send_back,
    start_processing,
    stop,
    suspend,
)
from egov_tracking.actions.recounting import recount, recount_changed, recount_open
from egov_tracking.actions.results import check_originals, hand_over, needs_originals
from egov_tracking.actions.supplements import correct, receive_supplement, request_supplement
from egov_tracking.actions.withdrawals import ask_withdrawal, decide_withdrawal

__all__ = [
    "accept",
    "add_fee",
    "apologise",
    "ask_withdrawal",
    "check_originals",
    "correct",
    "decide_withdrawal",
    "finish",
    "hand_on",
    "hand_over",
    "needs_originals",
    "note",
    "open_dossier",
    "open_paper_dossier",
    "receive_supplement",
    "record_payment",
    "recount",
    "recount_changed",
    "recount_open",
    "refuse",
    "reissue_secret",
    "reopen",
    "request_payment",
    "request_supplement",
    "resume",
    "send_back",
    "send_due",
    "settle_message",
    "start_processing",
    "stop",
    "suspend",
    "transfer",
    "waive_payment",
]
