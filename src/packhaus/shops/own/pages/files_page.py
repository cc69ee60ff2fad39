"""Orders from files: choose one, and what became of the last ones (R5.1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.flow import order_file
from packhaus.kit.errors import Problem
from packhaus.shops.own.decoding import MOST_BYTES
from packhaus.shops.own.forms import FileForm
from packhaus.shops.own.models import OrderFile

_SHOWN = 20


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def files(request: HttpRequest) -> HttpResponse:
    """Take a file; where it is a table, its columns are matched next."""
    organization = organization_of(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if _is_too_large(request):
            # That none was chosen would be said as well, and is not so.
            form.errors.clear()
            form.add_error("file", gettext("The file is larger than 10 MB. Part it in several files."))
        elif form.is_valid():
            try:
                raw = form.cleaned_data["file"]
                made = order_file.take_file(organization, member_of(request), raw, page_now())
            except Problem as error:
                form.add_error("file", words(error.words))
            else:
                return redirect("own:file", made.public_id)
    last = OrderFile.objects.filter(organization=organization).select_related("made_by")
    context = {"form": form, "files": last.order_by("-made_at")[:_SHOWN]}
    return render(request, "shops/own/files.html", context, status=422 if form.errors else 200)


def _is_too_large(request: HttpRequest) -> bool:
    """Whether the file was passed over at the door, for it does not fit into memory."""
    return not request.FILES and int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES
