"""The words of the interchange format, as an editor chooses them."""

from django.utils.translation import gettext_lazy as _

LEVELS = [
    ("commune", _("Commune")),
    ("province", _("Province")),
    ("ministry", _("Ministry")),
    ("other", _("Other agency")),
]
SERVICE_LEVELS = [("full", _("Full online service")), ("partial", _("Partial online service"))]
CHANNELS = [
    ("online", _("Online")),
    ("post", _("By post")),
    ("in_person", _("In person")),
]
PAPER_REQUIRED = [
    ("always", _("Always")),
    ("conditional", _("When the condition holds")),
    ("shown", _("Shown, not handed in")),
]
UNITS = [
    ("working_day", _("Working days")),
    ("calendar_day", _("Calendar days")),
    ("same_day", _("The same day")),
]
LIMIT_COUNTS = [
    ("alone", _("Of its own: where no limit with a condition fits")),
    ("added", _("Added to the limit that applies")),
]
LABEL_SOURCES = [
    ("read", _("The official form, or a close version of it, was read")),
    ("general_knowledge", _("Written from knowledge of the form: compare before publishing")),
    ("own_design", _("There is no official form")),
]
#: Who acts in a step that is shown to the public; a file may name others.
ACTORS = [
    ("applicant", _("Applicant")),
    ("reception", _("Reception")),
    ("specialist", _("Specialist")),
    ("leader", _("Leader")),
    ("civil_status_officer", _("Civil status officer")),
    ("certifying_officer", _("Certifying officer")),
    ("registration_officer", _("Registration officer")),
    ("land_officer", _("Land officer")),
    ("system", _("The system, by itself")),
]
ROLES = [
    ("reception", _("Reception")),
    ("processing", _("Processing")),
    ("approval", _("Approval")),
]
WAYS = [
    ("wizard", _("Online on this portal")),
    ("national_portal", _("On the national portal")),
    ("counter", _("At the counter only")),
]
