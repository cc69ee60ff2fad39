"""One file of orders: its columns matched, what is wrong with which row, how far it is (R5.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.desk.formats import number as shown_number
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import organization_of, owners_only, page_now
from packhaus.flow import order_file
from packhaus.kit.errors import Problem, Rejected
from packhaus.shops.own.fields import FIELDS
from packhaus.shops.own.forms import MatchForm
from packhaus.shops.own.models import OrderFile
from packhaus.shops.own.table import NOTE_COLUMN, Table, written

_ROWS_SHOWN = 5
_PROBLEMS_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """A row that is refused, or here already: ``cell`` is what stands in it, where the file is still here."""

    row: int
    label: str
    words: object
    known: bool
    cell: str = field(default="", repr=False)


def _find(request: HttpRequest, public_id: str) -> OrderFile:
    return get_object_or_404(
        OrderFile.objects.select_related("organization", "connection"),
        organization=organization_of(request),
        public_id=public_id,
    )


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The first rows and the columns; posted, the rows are checked by them and nothing comes in yet."""
    found = _find(request, public_id)
    table = _table(request, found)
    is_open = found.state in (OrderFile.State.NEW, OrderFile.State.CHECKED)
    form = None
    if table is not None and is_open:
        form = MatchForm(request.POST or None, table=table, matching=order_file.matching_of(found))
        if form.is_bound and form.is_valid():
            try:
                order_file.check(found, form.matching(), page_now())
            except Rejected as error:
                name = f"column_{error.field}"
                form.add_error(name if name in form.fields else None, words(error.words))
            else:
                return redirect(f"{request.path}#found")
    status = 422 if form is not None and form.errors else 200
    return render(request, "shops/own/file.html", _context(found, table, form), status=status)


def _table(request: HttpRequest, found: OrderFile) -> Table | None:
    try:
        return order_file.table_of(found, page_now())
    except Rejected:
        return None
    except Problem as problem:
        messages.error(request, words(problem.words))
        return None


@sensitive_variables()
def _context(found: OrderFile, table: Table | None, form: MatchForm | None) -> dict[str, object]:
    shown = _problems(found, table)
    wrong = order_file.wrong_column(found)
    refused = {one.row for one in shown if not one.known and one.row}
    return {
        "file": found,
        "form": form,
        "columns": [table.column(index) for index in range(len(table.columns))] if table else [],
        "rows": table.lines[:_ROWS_SHOWN] if table else (),
        "remembered": found.state == OrderFile.State.NEW and order_file.is_remembered(found),
        "problems": shown[:_PROBLEMS_SHOWN],
        "problem_count": len(shown),
        "refused_count": len(refused),
        "wrong_field": gettext(FIELDS[wrong].label) if wrong else "",
        "orders_in": found.orders_new,
        "done_rows": min(max(found.rows_done - 1, 0), found.rows),
        "can_give_back": table is not None and bool(refused) and found.state == OrderFile.State.DONE,
    }


def _problems(found: OrderFile, table: Table | None) -> list[Shown]:
    columns = order_file.matching_of(found).columns
    lines = {line.number: line for line in table.lines} if table is not None else {}
    shown = []
    for one in found.problems:
        code, row = str(one["field"]), int(one["row"])
        line, index = lines.get(row), columns.get(code)
        cell = line.cells[index] if line is not None and index is not None else ""
        label = gettext(FIELDS[code].label) if code in FIELDS else ""
        shown.append(Shown(row, label, one["words"], bool(one.get("known")), cell))
    return shown


@owners_only
@require_POST
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the orders come in."""
    found = _find(request, public_id)
    order_file.start(found, page_now())
    return redirect("own:file", found.public_id)


@owners_only
@require_safe
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it is: a part of the page, asked for until it is done; then the whole page is fetched."""
    found = _find(request, public_id)
    if found.state != OrderFile.State.IMPORTING:
        answer = HttpResponse(status=200)
        answer.headers["HX-Refresh"] = "true"
        return answer
    return render(request, "shops/own/_progress.html", _context(found, None, None))


@owners_only
@require_safe
@sensitive_variables()
def refused(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rows that stayed behind as a file, each with what is wrong, to be mended and chosen again."""
    found = _find(request, public_id)
    try:
        table, lines = order_file.refused_rows(found, page_now())
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect("own:file", found.public_id)
    reasons: dict[int, list[str]] = {}
    for one in _problems(found, None):
        reasons.setdefault(one.row, []).append(
            f"{one.label}: {words(one.words)}" if one.label else words(one.words)
        )
    width = len(table.columns)
    beside = gettext("Another row of this order has to be mended.")
    rows = [
        (*line.cells[:width], " ".join(reasons.get(line.number, [beside])), *line.cells[width:])
        for line in lines
    ]
    body = written((*table.columns, NOTE_COLUMN), rows, found.delimiter)
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="packhaus-{found.made_at:%Y-%m-%d}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@owners_only
@require_POST
def forget(request: HttpRequest, public_id: str) -> HttpResponse:
    """Erase the file. What came in out of it stays."""
    found = _find(request, public_id)
    count = found.orders_new
    try:
        order_file.forget(found)
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect("own:file", public_id)
    stays = ngettext(
        "The file is erased. The %(count)s order out of it stays.",
        "The file is erased. The %(count)s orders out of it stay.",
        count,
    )
    messages.success(
        request, stays % {"count": shown_number(count)} if count else gettext("The file is erased.")
    )
    return redirect("own:files")
