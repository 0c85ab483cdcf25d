"""What gets onto the page with one tap: drafted lines taken or left out, templates, actions."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.commitments.models import Commitment
from alongside.commitments.services import create_commitment
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.core.offers import DraftedLine
from alongside.one_on_ones.agenda_templates import AgendaTemplate
from alongside.one_on_ones.drafting import STAYS_OUT
from alongside.one_on_ones.models import AgendaItem, LeftOut, Series
from alongside.one_on_ones.policies import can_add_item
from alongside.one_on_ones.services.items import add_item
from alongside.one_on_ones.services.series import both


@transaction.atomic
def take_draft(*, actor: Actor, series: Series, line: DraftedLine) -> AgendaItem:
    """Make a drafted line a topic that both see."""
    can_add_item(actor, series).enforce()
    return add_item(
        actor=actor,
        series=series,
        text=line.text,
        theme=line.theme,
        question=line.question,
        origin=line.key,
    )


@transaction.atomic
def leave_out(*, actor: Actor, series: Series, draft: str) -> LeftOut:
    """My own choice: this drafted line does not come back before STAYS_OUT is over."""
    can_add_item(actor, series).enforce()
    row, _is_new = LeftOut.objects.update_or_create(
        series=series,
        person_id=actor.me,
        draft=draft[:80],
        defaults={"until": timezone.now() + STAYS_OUT},
    )
    record(actor, "one_on_ones.draft_left_out", subject=row, concerns=[actor.me])
    return row


@transaction.atomic
def bring_back(*, actor: Actor, series: Series, draft: str) -> int:
    """Undo of leaving out; returns how many rows went."""
    can_add_item(actor, series).enforce()
    gone = LeftOut.objects.filter(series=series, person_id=actor.me, draft=draft).delete()[0]
    record(actor, "one_on_ones.draft_brought_back", subject=series, concerns=[actor.me])
    return gone


@transaction.atomic
def take_template(
    *, actor: Actor, series: Series, template: AgendaTemplate, language: str
) -> list[AgendaItem]:
    """Its lines become shared topics of the actor, in this language."""
    can_add_item(actor, series).enforce()
    return [
        add_item(
            actor=actor,
            series=series,
            text=line.text(language),
            theme=line.theme,
            origin=f"template-{template.slug}",
        )
        for line in template.lines
    ]


@transaction.atomic
def agree_on_action(
    *, actor: Actor, series: Series, owner_id: int, text: str, due_on: date, cue: str = ""
) -> Commitment:
    """One of the two does something for the other. Raises Invalid for anybody else as owner, or a far date."""
    can_add_item(actor, series).enforce()
    if owner_id not in both(series):
        raise Invalid("owner", _("Choose one of you two."))
    return create_commitment(
        actor=actor,
        kind=Commitment.Kind.ACTION,
        owner_id=owner_id,
        owed_to_id=series.other(owner_id).pk,
        text=text,
        due_on=due_on,
        data_key=series.data_key,
        origin_kind="one_on_ones.series",
        origin_key=str(series.pk),
        cue=cue,
    )
