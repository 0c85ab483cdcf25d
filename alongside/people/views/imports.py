"""The web door to imports: a file is taken, read, corrected, looked at and loaded. For HR operations alone."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.core.web import Request, once_only, only_for, page, signed_in
from alongside.people.forms.imports import ApplyForm, ColumnsForm, FileForm, ReadingForm
from alongside.people.imports import pages, queries, services
from alongside.people.imports.corrections import corrections_in, cuts_in
from alongside.people.models import ImportRun
from alongside.people.policies import can_change_chart

RUNS_A_PAGE, ROWS_A_PAGE, CHANGES_A_PAGE = 20, 25, 50


def _run(request: Request, pk: int) -> ImportRun:
    return get_object_or_404(queries.runs_visible_to(request.actor), pk=pk)


@require_GET
@signed_in
@only_for(can_change_chart)
def import_list(request: Request) -> HttpResponse:
    """Choose a file; and the files before it."""
    return _list(request, FileForm())


@require_POST
@signed_in
@only_for(can_change_chart)
@once_only
def import_create(request: Request) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form, status=422)
    file = form.cleaned_data["file"]
    run = services.start_import(actor=request.actor, file_name=file.name, data=file.read())
    return redirect("people:import_detail", pk=run.pk)


@require_GET
@signed_in
def import_detail(request: Request, pk: int) -> HttpResponse:
    """What the file says and what it would change; or how far it is; or what it changed."""
    run = _run(request, pk)
    if request.htmx and not run.is_waiting:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {"run": run, **pages.of_run(run)}
    return page(request, "people/import_detail.html", context, parts=("import-progress",))


@require_http_methods(["GET", "POST"])
@signed_in
@once_only
def import_columns(request: Request, pk: int) -> HttpResponse:
    """What each column means."""
    run = _run(request, pk)
    columns = run.reading.get("columns", [])
    if not run.is_open or (request.method == "POST" and not columns):
        return redirect("people:import_detail", pk=pk)
    form = ColumnsForm(request.POST or None, columns=columns)
    if request.method == "POST" and form.is_valid():
        services.choose_columns(actor=request.actor, run=run, mapping=form.mapping())
        return redirect("people:import_detail", pk=pk)
    return _columns(request, run, form, pages.reading_form(run), status=422 if form.errors else 200)


@require_POST
@signed_in
@once_only
def import_reading(request: Request, pk: int) -> HttpResponse:
    """Read the file in another encoding, by another delimiter, from another sheet."""
    run = _run(request, pk)
    form = pages.reading_form(run, request.POST)
    if not form.is_valid():
        columns = ColumnsForm(None, columns=run.reading.get("columns", []))
        return _columns(request, run, columns, form, status=422)
    services.choose_reading(actor=request.actor, run=run, **form.cleaned_data)
    return redirect("people:import_columns", pk=pk)


@require_http_methods(["GET", "POST"])
@signed_in
@once_only
def import_problems(request: Request, pk: int) -> HttpResponse:
    """Rows that can't be used as they stand, with a place to correct each."""
    run = _run(request, pk)
    if not run.is_open:
        return redirect("people:import_detail", pk=pk)
    if request.method == "POST":
        headers = [column["header"] for column in run.reading.get("columns", [])]
        posted = dict(request.POST.lists())
        services.correct_rows(
            actor=request.actor,
            run=run,
            fixes=corrections_in(posted, headers),
            cut_lines=cuts_in(posted),
        )
        return redirect(request.get_full_path())
    effect = request.GET.get("effect", "")
    found = queries.problems_of(run, effect)
    shown = _page(request, found, ROWS_A_PAGE)
    context = {"run": run, "rows": shown, "effect": effect}
    return page(request, "people/import_problems.html", {**context, **pages.of_problems(run, shown, effect)})


@require_POST
@signed_in
@once_only
def import_fix_delete(request: Request, pk: int) -> HttpResponse:
    """Take back one correction."""
    run = _run(request, pk)
    line, column = request.POST.get("line", ""), request.POST.get("column")
    if not line.isdecimal():
        raise Http404
    services.take_back_fix(actor=request.actor, run=run, line=int(line), column=column)
    return redirect("people:import_problems", pk=pk)


@require_GET
@signed_in
def import_changes(request: Request, pk: int) -> HttpResponse:
    """Everything that changes or changed, one kind at a time."""
    run = _run(request, pk)
    kind = request.GET.get("kind", "")
    changes = _page(request, queries.changes_of(run, kind), CHANGES_A_PAGE)
    context = {"run": run, "changes": changes, "kind": kind, **pages.of_changes(run, changes, kind)}
    return page(request, "people/import_changes.html", context)


@require_POST
@signed_in
@once_only
def import_apply(request: Request, pk: int) -> HttpResponse:
    run = _run(request, pk)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return redirect("people:import_detail", pk=pk)
    services.apply_import(actor=request.actor, run=run, **form.cleaned_data)
    return redirect("people:import_detail", pk=pk)


@require_POST
@signed_in
@once_only
def import_discard(request: Request, pk: int) -> HttpResponse:
    services.discard_import(actor=request.actor, run=_run(request, pk))
    return redirect("people:import_list")


def _list(request: Request, form: FileForm, status: int = 200) -> HttpResponse:
    runs = _page(request, queries.runs_visible_to(request.actor), RUNS_A_PAGE)
    return page(request, "people/import_list.html", {"form": form, "runs": runs}, status=status)


def _columns(
    request: Request, run: ImportRun, form: ColumnsForm, reading: ReadingForm, status: int
) -> HttpResponse:
    context = {"run": run, "form": form, "reading_form": reading, **pages.of_columns(run, form)}
    return page(request, "people/import_columns.html", context, status=status)


def _page[T: Model](request: Request, rows: QuerySet[T], size: int) -> Page[T]:
    return Paginator[T](rows, size).get_page(request.GET.get("page"))
