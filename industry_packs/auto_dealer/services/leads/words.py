"""What codes of documents mean, for readers."""

from __future__ import annotations

from core.plugin_api import translations

_ = translations("auto_dealer")

STATES = {
    "read": _("Read"),
    "waiting": _("Waits for a person"),
    "settled": _("Settled"),
    "discarded": _("Discarded"),
}
STATE_TONES = {"read": "green", "waiting": "red", "settled": "green", "discarded": "gray"}
OUTCOMES = {
    "accepted": _("Accepted"),
    "repaired": _("Repaired"),
    "quarantined": _("Quarantined"),
}
OUTCOME_TONES = {"accepted": "green", "repaired": "yellow", "quarantined": "red"}
REASONS = {
    "too_large": _("It has more than 256 KiB."),
    "encoding": _("Its characters cannot be told: it says no encoding that fits."),
    "dtd_forbidden": _("It declares types or entities, as attacks do."),
    "malformed_xml": _("It is no well-formed XML."),
    "too_deep": _("Its elements are nested too deep."),
    "too_many_elements": _("It has too many elements."),
    "not_adf": _("It is no ADF document."),
}
REPAIRS = {
    "leading_whitespace": _("Blanks before it were passed over"),
    "envelope_trimmed": _("Text around it was passed over"),
    "xml_decl_moved": _("Its declaration was moved to the beginning"),
}
WARNINGS = {
    "bad_requestdate": _("The date of the request is missing or cannot be read"),
    "bad_vin": _("A VIN is not valid"),
    "no_id": _("It has no number"),
    "no_contact_channel": _("Neither e-mail address nor telephone number"),
    "no_vehicle": _("It names no vehicle"),
}
