"""What the pack's codes mean, for readers."""

from __future__ import annotations

from collections.abc import Mapping

from core.plugin_api import Label, translations

_ = translations("auto_dealer")

FINDINGS: Mapping[str, Label] = {
    "length": _("It does not have 17 characters."),
    "charset": _("It has a character other than digits and letters without I, O and Q."),
    "placeholder": _("All its characters are the same."),
    "check_digit": _("The check digit does not fit: a character is wrong, or two have changed places."),
    "check_digit_char": _("The ninth character is neither a digit nor X."),
    "model_year_code": _("The tenth character means no model year."),
    "serial": _("The last four characters are not digits."),
    "legacy_pre1981": _("It is from before 1981, when numbers had no form that could be checked."),
    "check_digit_not_verified": _("The ninth character is no check digit, as its maker's region permits."),
}
"""Why a vehicle identification number is not valid, and what else is odd about it."""
VERDICTS: Mapping[str, Label] = {
    "valid": _("Valid"),
    **{code: FINDINGS[code] for code in ("length", "charset", "placeholder", "check_digit")},
    **{code: FINDINGS[code] for code in ("check_digit_char", "model_year_code", "serial")},
}
VERDICT_TONES = {"valid": "green", **dict.fromkeys([code for code in VERDICTS if code != "valid"], "orange")}
VEHICLE_THERE = _(
    "This vehicle is there already. If another store has it and you do not see it, take it in by its number: "
    "guanxi auto_dealer appointments take_in, or the menu of appointments."
)
POWERTRAINS = {
    "petrol": _("Petrol"),
    "diesel": _("Diesel"),
    "electric": _("Electric"),
    "hybrid": _("Hybrid"),
    "plug_in": _("Plug-in hybrid"),
    "gas": _("Gas"),
    "hydrogen": _("Hydrogen"),
}
POLICY_KINDS = {
    "insurance": _("Insurance"),
    "inspection": _("Statutory inspection"),
    "warranty": _("Extended warranty"),
    "finance": _("Finance or lease"),
    "other": _("Something else"),
}
APPOINTMENTS = {
    "requested": _("Asked for"),
    "confirmed": _("Confirmed"),
    "arrived": _("Arrived"),
    "done": _("Done"),
    "no_show": _("Did not come"),
    "cancelled": _("Cancelled"),
}
APPOINTMENT_TONES = {"requested": "yellow", "confirmed": "blue", "arrived": "purple", "done": "green"} | {
    "no_show": "red",
    "cancelled": "gray",
}
RECALLS = {"open": _("Runs"), "closed": _("Closed")}
RECALL_TONES = {"open": "orange", "closed": "gray"}
FOUND_BY = {"vin": _("Number: confirmed"), "model": _("Model: unconfirmed")}
FOUND_TONES = {"vin": "green", "model": "yellow"}
RECALL_STATES = {
    "open": _("Open"),
    "parts_awaited": _("Parts awaited"),
    "remedied": _("Remedied"),
    "not_applicable": _("Not applicable"),
}
STATE_TONES = {"open": "red", "parts_awaited": "orange", "remedied": "green", "not_applicable": "gray"}
NOTICES = {
    "waiting": _("Waits to be sent"),
    "sent": _("Sent"),
    "do_not_contact": _("The customer does not want to be contacted"),
    "no_consent": _("The customer has said no"),
    "no_address": _("There is no address or number"),
    "bounced": _("Nothing arrives at the address"),
    "no_owner": _("Nobody is known to whom it belongs"),
    "failed": _("It could not be sent"),
}
NOTICE_TONES = {"waiting": "blue", "sent": "green", **dict.fromkeys(list(NOTICES)[2:], "red")}
RESPONSES = {
    "comes": _("Comes"),
    "later": _("Later"),
    "elsewhere": _("Was remedied elsewhere"),
    "not_ours": _("Does not have it any more"),
    "refused": _("Does not want it"),
}
REPURCHASES = {"open": _("Likely to buy"), "coming": _("Not yet"), "over": _("Long over")}
REPURCHASE_TONES = {"open": "green", "coming": "blue", "over": "gray"}
DUE = {
    "overdue": _("Overdue"),
    "due_soon": _("Due soon"),
    "ok": _("Not due yet"),
    "unknown_history": _("History unknown: have a look at it"),
    "not_scheduled": _("Nothing is due"),
}
DECISIONS = {
    "vehicle_inactive": _("It is not in use"),
    "do_not_contact": NOTICES["do_not_contact"],
    "no_consent": _("The customer has not said yes"),
    "not_due": DUE["not_scheduled"],
    "already_booked": _("The customer comes anyway"),
}
"""Why nobody is reminded."""
CLOCKS = {"running": _("Runs"), "ending": _("Ends soon"), "over": _("Over")}
CLOCK_TONES = {"running": "green", "ending": "orange", "over": "gray"}
REGIONS = {"NA": _("North America"), "CN": _("China"), "OTHER": _("Elsewhere")}
