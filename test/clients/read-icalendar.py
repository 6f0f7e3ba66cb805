"""Reads an iCalendar object from stdin with Debian's python3-icalendar and writes what it understood as JSON."""

import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
errors = list(calendar.errors)
events = []
for event in calendar.walk("VEVENT"):
    errors += event.errors
    start = event["DTSTART"].dt
    end = event["DTEND"].dt
    events.append(
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "summary": str(event["SUMMARY"]),
            "summaryLanguage": event["SUMMARY"].params.get("LANGUAGE"),
            "location": str(event["LOCATION"]),
            "description": str(event.get("DESCRIPTION", "")),
            "url": str(event.get("URL", "")),
            "conference": str(event.get("CONFERENCE", "")),
            "organizer": str(event["ORGANIZER"]),
            "organizerName": event["ORGANIZER"].params.get("CN"),
            "start": start.isoformat(),
            "end": end.isoformat(),
            "stamp": event["DTSTAMP"].dt.isoformat(),
        }
    )
zones = [
    {
        "id": str(zone["TZID"]),
        "winter": zone.to_tz().utcoffset(__import__("datetime").datetime(2022, 12, 15, 12)).total_seconds(),
        "summer": zone.to_tz().utcoffset(__import__("datetime").datetime(2022, 7, 15, 12)).total_seconds(),
    }
    for zone in calendar.walk("VTIMEZONE")
]
json.dump({"name": str(calendar.get("X-WR-CALNAME")), "events": events, "zones": zones, "errors": [str(e) for e in errors]}, sys.stdout)
