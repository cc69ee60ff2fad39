"""The pages of parcels and of batches of labels."""

from __future__ import annotations

from django.urls import path

from packhaus.parcels.pages import batch_page, batches, detail, list_page, printing

app_name = "parcels"

urlpatterns = [
    path("parcels/", list_page.parcels, name="list"),
    path("parcels/print/", printing.print_chosen, name="print_chosen"),
    path("parcels/labels.pdf", printing.chosen_labels, name="chosen_labels"),
    path("parcels/<str:public_id>/", detail.parcel, name="detail"),
    path("parcels/<str:public_id>/label.pdf", printing.label, name="label"),
    path("parcels/<str:public_id>/give-back/", detail.give_back, name="give_back"),
    path("parcels/<str:public_id>/confirm/", detail.confirm_again, name="confirm_again"),
    path("batches/", batches.batches, name="start_batch"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<str:public_id>/", batch_page.batch, name="batch"),
    path("batches/<str:public_id>/progress/", batch_page.batch_progress, name="batch_progress"),
    path("batches/<str:public_id>/labels.pdf", printing.batch_labels, name="print"),
    path("batches/<str:public_id>/retry/", batches.retry, name="retry"),
    path("batches/<str:public_id>/street/", batches.street, name="street"),
    path("batches/<str:public_id>/stop/", batches.stop, name="stop"),
    path("batches/<str:public_id>/go-on/", batches.go_on, name="go_on"),
]
