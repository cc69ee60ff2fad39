"""What is asked for about e-mails to buyers: when they go out, and their words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from packhaus.desk.templatetags.panel import words
from packhaus.kit.errors import Rejected
from packhaus.messages.buyer_texts import BUYER_KINDS
from packhaus.messages.models import TrackingMails
from packhaus.messages.placeholders import MOST_SUBJECT, check_template


class WhenForm(forms.Form):
    """Whether and when a buyer of one's own is written to."""

    on = forms.BooleanField(
        label=_("Write to buyers of your own orders"),
        required=False,
        help_text=_("From now on: parcels that are made already stay without a mail."),
    )
    at = forms.ChoiceField(
        label=_("The tracking e-mail goes out"),
        choices=[
            (TrackingMails.At.ANNOUNCED, _("When the label is bought")),
            (
                TrackingMails.At.HANDLED,
                _("After the first scan\nThe tracking number already says something then."),
            ),
        ],
        widget=forms.RadioSelect,
        initial=TrackingMails.At.HANDLED,
    )
    delivered = forms.BooleanField(label=_("One more when the parcel has arrived"), required=False)


class TextForm(forms.Form):
    """Subject and text of one kind of mail in one language, with places in braces."""

    subject = forms.CharField(label=_("Subject"), required=False, max_length=MOST_SUBJECT)
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea({"rows": 12}), strip=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind = kind

    def clean(self) -> dict[str, Any]:
        """What would give a wrong mail is said at its field."""
        data = super().clean() or {}
        data["text"] = str(data.get("text") or "").replace("\r\n", "\n")
        needs = BUYER_KINDS[self._kind].needs_tracking
        try:
            check_template(str(data.get("subject") or ""), data["text"], needs_tracking=needs)
        except Rejected as error:
            if error.field not in self.errors:
                self.add_error(error.field, words(error.words))
        return data
