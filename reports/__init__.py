"""The table of reports: a name and the function that draws it from values; no report is made elsewhere."""

from collections.abc import Callable, Mapping

from reports.digest import compose_digest, compose_final, compose_weekly
from reports.export import catalogue_csv, catalogue_json
from reports.letters import (
    compose_acknowledgement,
    compose_answer,
    compose_clarification,
    compose_complete,
    compose_help_receipt,
    compose_no_courses,
    compose_overdue,
    compose_reminder,
    compose_unreadable,
)
from reports.workbook import build_workbook

REPORTS: Mapping[str, Callable[..., object]] = {
    "acknowledgement": compose_acknowledgement,
    "clarification": compose_clarification,
    "complete": compose_complete,
    "no_courses": compose_no_courses,
    "unreadable": compose_unreadable,
    "reminder": compose_reminder,
    "overdue": compose_overdue,
    "help_receipt": compose_help_receipt,
    "answer": compose_answer,
    "digest": compose_digest,
    "weekly": compose_weekly,
    "final": compose_final,
    "json": catalogue_json,
    "csv": catalogue_csv,
    "xlsx": build_workbook,
}
