"""What statuses, acts and ledger lines say, as message ids.

`gettext_noop` only marks a text for the catalogues; whoever shows it translates it, and fills in
%(agency)s, %(phone)s and the other names. So the rules stay free of the framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from egov_tracking.rules.deadlines import Kind
from egov_tracking.rules.workflow import Status


def gettext_noop(text: str) -> str:
    return text


LABELS: Mapping[Status, str] = {
    Status.SUBMITTED: gettext_noop("Newly filed"),
    Status.ACCEPTED: gettext_noop("Accepted"),
    Status.REFUSED: gettext_noop("Not accepted"),
    Status.PROCESSING: gettext_noop("Being processed"),
    Status.AWAITING_SUPPLEMENT: gettext_noop("Supplement requested"),
    Status.AWAITING_PAYMENT: gettext_noop("Payment requested"),
    Status.WITHDRAWAL_ASKED: gettext_noop("Withdrawal requested"),
    Status.STOPPED: gettext_noop("Processing stopped"),
    Status.READY: gettext_noop("Result ready"),
    Status.DELIVERED: gettext_noop("Result delivered"),
}


@dataclass(frozen=True)
class PlainWords:
    """A status as its citizen reads it: who has the dossier, what comes next, when, whom to call.

    ``when_waiting`` replaces ``when`` while there is no due date.
    """

    who: str
    next: str
    when: str
    when_waiting: str
    call: str


ASK = gettext_noop(
    "If you have a question, call %(agency)s on %(phone)s and give the code %(code)s."
)
DISAGREE = gettext_noop(
    "If you do not understand or do not agree, call %(agency)s on %(phone)s and give the code "
    "%(code)s."
)
VISIT = gettext_noop("If you have a question, ask at the counter of %(agency)s.")
DUE = gettext_noop("The result is due by %(due)s.")
RUNS_ON = gettext_noop("The time limit does not stop meanwhile: the result is due by %(due)s.")
NO_DUE = gettext_noop("The due date will be set again when the office can go on.")

#: By the way of the result, and whether the service is online from end to end: if it is not, the
#: counter sees the originals first.
COLLECT: Mapping[tuple[str, bool], str] = {
    ("counter", True): gettext_noop(
        "Collect it at the counter in office hours. Bring your identity card and the receipt."
    ),
    ("counter", False): gettext_noop(
        "Collect it at the counter in office hours. Bring the originals of your papers, your "
        "identity card and the receipt."
    ),
    ("post", True): gettext_noop("It is sent to you by public post."),
    ("post", False): gettext_noop(
        "It is sent to you by public post once the counter has seen the originals of your papers."
    ),
    ("online", True): gettext_noop("It is sent to you electronically."),
    ("online", False): gettext_noop(
        "It is sent to you electronically once the counter has seen the originals of your papers."
    ),
}

PLAIN: Mapping[Status, PlainWords] = {
    Status.SUBMITTED: PlainWords(
        who=gettext_noop("The one-stop counter of %(agency)s has your dossier."),
        next=gettext_noop(
            "An officer checks whether it is complete. The office then accepts it or tells you "
            "what is missing."
        ),
        when=gettext_noop("You get an answer by %(reply)s."),
        when_waiting=gettext_noop("You get an answer within 8 working hours."),
        call=ASK,
    ),
    Status.ACCEPTED: PlainWords(
        who=gettext_noop("The one-stop counter of %(agency)s has accepted your dossier."),
        next=gettext_noop("The counter hands it to the officer who will process it."),
        when=DUE,
        when_waiting=NO_DUE,
        call=ASK,
    ),
    Status.REFUSED: PlainWords(
        who=gettext_noop("%(agency)s has not accepted your dossier."),
        next=gettext_noop(
            "Read the reason below. You can put it right and file a new dossier at any time."
        ),
        when=gettext_noop("This dossier was closed at %(finished)s."),
        when_waiting=gettext_noop("This dossier is closed."),
        call=DISAGREE,
    ),
    Status.PROCESSING: PlainWords(
        who=gettext_noop("The officers of %(agency)s are processing your dossier."),
        next=gettext_noop("When it is decided, the result goes to the one-stop counter."),
        when=DUE,
        when_waiting=NO_DUE,
        call=ASK,
    ),
    Status.AWAITING_SUPPLEMENT: PlainWords(
        who=gettext_noop("Your dossier waits for you."),
        next=gettext_noop(
            "Send what is listed below, here or at the counter of %(agency)s. Then the office "
            "goes on."
        ),
        when=RUNS_ON,
        when_waiting=gettext_noop("The time stands still until you answer."),
        call=ASK,
    ),
    Status.AWAITING_PAYMENT: PlainWords(
        who=gettext_noop("Your dossier waits for your payment."),
        next=gettext_noop("Pay %(amount)s to %(agency)s. Then the office goes on."),
        when=DUE,
        when_waiting=gettext_noop("The time stands still until you have paid."),
        call=ASK,
    ),
    Status.WITHDRAWAL_ASKED: PlainWords(
        who=gettext_noop("You asked to withdraw your dossier. %(agency)s has your request."),
        next=gettext_noop("An officer decides on it. The office then stops, or goes on."),
        when=gettext_noop("If the office goes on, the result is due by %(due)s."),
        when_waiting=gettext_noop("You are told as soon as it is decided."),
        call=ASK,
    ),
    Status.STOPPED: PlainWords(
        who=gettext_noop("%(agency)s has stopped processing your dossier."),
        next=gettext_noop("Read the reason below. No result will come from this dossier."),
        when=gettext_noop("It was stopped at %(finished)s."),
        when_waiting=gettext_noop("It was stopped."),
        call=DISAGREE,
    ),
    Status.READY: PlainWords(
        who=gettext_noop("Your result is ready at %(agency)s."),
        next="%(collect)s",
        when=gettext_noop("It has been ready since %(finished)s."),
        when_waiting=gettext_noop("It is ready now."),
        call=ASK,
    ),
    Status.DELIVERED: PlainWords(
        who=gettext_noop("You have the result. %(agency)s has closed your dossier."),
        next=gettext_noop("There is nothing more to do."),
        when=gettext_noop("The result was handed over at %(handed_over)s."),
        when_waiting=gettext_noop("The result was handed over."),
        call=gettext_noop(
            "If you find a mistake in the result, call %(agency)s on %(phone)s and give the code "
            "%(code)s."
        ),
    ),
}

ACTS: Mapping[str, str] = {
    "open": gettext_noop("File"),
    "accept": gettext_noop("Accept"),
    "refuse": gettext_noop("Do not accept"),
    "start_processing": gettext_noop("Start processing"),
    "request_supplement": gettext_noop("Ask for a supplement"),
    "receive_supplement": gettext_noop("Receive the supplement"),
    "request_payment": gettext_noop("Ask for payment"),
    "record_payment": gettext_noop("Record a payment"),
    "waive_payment": gettext_noop("Charge no fee"),
    "add_fee": gettext_noop("Add a fee"),
    "suspend": gettext_noop("Suspend the time limit"),
    "resume": gettext_noop("Go on after the suspension"),
    "ask_withdrawal": gettext_noop("Ask for withdrawal"),
    "grant_withdrawal": gettext_noop("Grant the withdrawal"),
    "reject_withdrawal": gettext_noop("Reject the withdrawal"),
    "stop": gettext_noop("Stop processing"),
    "reopen": gettext_noop("Reopen"),
    "finish": gettext_noop("Record the result"),
    "send_back": gettext_noop("Send back for processing"),
    "hand_over": gettext_noop("Hand over the result"),
    "apologise": gettext_noop("Apologise and give a new date"),
    "check_originals": gettext_noop("Compare the originals"),
    "transfer": gettext_noop("Transfer to another agency"),
    "hand_on": gettext_noop("Hand on to another desk"),
    "note": gettext_noop("Add a note"),
    "correct": gettext_noop("Correct the filing"),
    "recount": gettext_noop("Count the time again"),
    "reissue_secret": gettext_noop("Issue a new secret code"),
}

#: The same acts in the citizen's history.
TOLD: Mapping[str, str] = {
    "open": gettext_noop("The dossier was filed"),
    "accept": gettext_noop("The office accepted the dossier"),
    "refuse": gettext_noop("The office did not accept the dossier"),
    "start_processing": gettext_noop("The office began to process the dossier"),
    "request_supplement": gettext_noop("The office asked for a supplement"),
    "receive_supplement": gettext_noop("The supplement was received"),
    "request_payment": gettext_noop("The office asked for a payment"),
    "record_payment": gettext_noop("The payment was received"),
    "waive_payment": gettext_noop("The office decided that this fee is not charged"),
    "add_fee": gettext_noop("The office set a fee to be paid"),
    "suspend": gettext_noop("The office suspended the time limit"),
    "resume": gettext_noop("The time limit runs on"),
    "ask_withdrawal": gettext_noop("A withdrawal was asked for"),
    "grant_withdrawal": gettext_noop("The office granted the withdrawal"),
    "reject_withdrawal": gettext_noop("The office rejected the withdrawal and goes on"),
    "stop": gettext_noop("The office stopped processing the dossier"),
    "reopen": gettext_noop("The office goes on with the dossier"),
    "finish": gettext_noop("The result is ready"),
    "send_back": gettext_noop("The result was sent back to be looked at again"),
    "hand_over": gettext_noop("The result was handed over"),
    "apologise": gettext_noop("The office apologised for the delay and set a new date"),
    "check_originals": gettext_noop("The originals were compared at the counter"),
    "transfer": gettext_noop("The dossier was passed on to the agency in charge"),
    "hand_on": gettext_noop("The dossier was passed on within the office"),
    "note": gettext_noop("The office added a note"),
    "correct": gettext_noop("You corrected what you had filed"),
    "recount": gettext_noop("The time limit was counted again"),
    "reissue_secret": gettext_noop("The counter issued a new secret code"),
}

PAUSES: Mapping[str, str] = {
    "supplement": gettext_noop("waiting for the supplement"),
    "payment": gettext_noop("waiting for the payment"),
    "suspended": gettext_noop("suspended by decision"),
    "stopped": gettext_noop("stopped, then reopened"),
    "returned": gettext_noop("sent back from the counter"),
}

LEDGER: Mapping[Kind, str] = {
    Kind.RECEIVED: gettext_noop("Complete at %(moment)s; counts as received on %(day)s."),
    Kind.COUNTED: gettext_noop("%(day)s is day %(number)s."),
    Kind.DAY_OFF: gettext_noop("%(day)s is not counted: %(name)s."),
    Kind.MOVED: gettext_noop("%(day)s is a day off (%(name)s), so the due date moves on."),
    Kind.SUSPENDED: gettext_noop("%(day)s to %(until)s are not counted: %(reason)s."),
    Kind.RESTARTED: gettext_noop("The limit is counted anew from %(day)s."),
    Kind.TOO_LATE: gettext_noop(
        "%(moment)s is after the hour until which it could be done the same day."
    ),
    Kind.WAITING: gettext_noop("The time stands still since %(day)s: %(reason)s."),
    Kind.DUE: gettext_noop("Due at %(moment)s."),
}
#: After the end: the calendar may have changed since, what counted then stays.
COUNTED_THEN = gettext_noop(
    "The calendar changed after the end. What counted then was due at %(due)s."
)
RECOUNTED = gettext_noop(
    "The working days of the office changed: due at %(due)s instead of %(was)s."
)
REPLY_RECOUNTED = gettext_noop(
    "The working days of the office changed: first answer by %(due)s instead of %(was)s."
)
#: What a letter says of the time, where the dossier's pauses stop it.
WAITING: Mapping[str, str] = {
    "supplement_requested": gettext_noop(
        "The time until you answer does not count towards the time limit."
    ),
    "suspended": gettext_noop("The due date will be set again when the office goes on."),
}
WEEKEND = gettext_noop("weekend")
DAY_OFF = gettext_noop("day off")

REFUSALS: Mapping[str, str] = {
    "reason_missing": gettext_noop("Give a reason."),
    "text_missing": gettext_noop("Enter a text."),
    "text_invalid": gettext_noop("The text holds characters that can't be stored."),
    "name_invisible": gettext_noop(
        "The name holds invisible characters. Type it anew instead of pasting it."
    ),
    "text_too_long": gettext_noop("The text is too long."),
    "document_missing": gettext_noop("Give the number or the name of the document."),
    "items_missing": gettext_noop("List what is missing, at least one item."),
    "unknown_kind": gettext_noop("%(kind)s is no kind of paper."),
    "unknown_item": gettext_noop("%(item)s was not asked for."),
    "answer_by_past": gettext_noop("This day is over."),
    "answers_missing": gettext_noop("Answer at least one item."),
    "foreign_file": gettext_noop("A file does not belong to this dossier."),
    "collector_missing": gettext_noop("Say who collects the result."),
    "tracking_missing": gettext_noop("Give the tracking number of the post."),
    "receiver_missing": gettext_noop("Choose a desk or an officer."),
    "applicant_missing": gettext_noop("Enter the name of the applicant."),
    "filed_in_future": gettext_noop("The time of filing has not come yet."),
    "filed_too_long_ago": gettext_noop(
        "The time of filing is more than a year ago. Check the date."
    ),
    "opened_before": gettext_noop(
        "This form was sent already and opened a dossier. Begin a new one for another filing."
    ),
    "no_version": gettext_noop("This service is not published yet."),
    "no_time_limit": gettext_noop("Choose a time limit: the service names none for this case."),
    "second_supplement": gettext_noop(
        "A second request for a supplement makes this dossier late in national reports. Confirm "
        "that you want to send it."
    ),
    "no_open_request": gettext_noop("There is no open request for a supplement."),
    "amount_missing": gettext_noop("Enter an amount above zero."),
    "amount_differs": gettext_noop("To be paid are %(due)s, not %(paid)s."),
    "receipt_missing": gettext_noop("Enter the number of the receipt."),
    "receipt_used": gettext_noop(
        "The receipt %(receipt)s is recorded already, for dossier %(dossier)s."
    ),
    "nothing_due": gettext_noop("There is no fee to be paid."),
    "fee_unpaid": gettext_noop("The fee is not paid."),
    "fee_undecided": gettext_noop("Record the fee, or say that none is charged, and why."),
    "originals_missing": gettext_noop("Compare these originals first: %(papers)s."),
    "originals_differ": gettext_noop(
        "These originals do not match: %(papers)s. The dossier can be sent back for processing."
    ),
    "unknown_paper": gettext_noop("The dossier has no paper %(paper)s."),
    "unknown_result": gettext_noop("%(result)s is no result of a comparison."),
    "second_apology": gettext_noop("A new date can be given only once."),
    "appointment_too_early": gettext_noop("The new date must be later than the due date."),
    "message_settled": gettext_noop("This message waits for nobody any more."),
    "foreign_agency": gettext_noop("%(agency)s does not offer this service."),
    "foreign_officer": gettext_noop("%(officer)s has no role in the agencies of this dossier."),
}
