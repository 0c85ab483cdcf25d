"""Who may do what with skip-level talks."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import ALLOW, Verdict, deny
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.queries import depth_below, manager_id_of
from alongside.skip_levels import audiences, queries
from alongside.skip_levels.models import GroupTalk, Place, Retelling, SkipTalk, Topic
from alongside.skip_levels.queries.groups import next_in_turn

SKIPS_FROM = 2  # levels
FEWEST_HEARD = 3  # people, before anything is handed on
FEWEST_FOR_THEME = 2
FEWEST_IN_GROUP, MOST_IN_GROUP = 5, 8


def can_lead_skip_talks(actor: Actor) -> Verdict:
    """See whose turn it is: whoever has people two levels below."""
    if any(depth >= SKIPS_FROM for depth in depth_below(actor).values()):
        return ALLOW
    return deny(_("Skip-level talks are led by managers of managers."))


def can_invite_to_talk(actor: Actor, person: Person) -> Verdict:
    """Invite somebody: a leader two or more levels above; who was met lately comes after those who wait."""
    if depth_below(actor).get(person.pk, 0) < SKIPS_FROM or manager_id_of(person) in (None, actor.person_id):
        return deny(_("You invite people whose manager is led by you."))
    if queries.has_planned_talk(actor, person):
        return deny(_("You two have a talk ahead already."))
    own = queries.turn_of(actor, person)
    if not own.waits(today()) and any(turn.waits(today()) for turn in queries.turns_of(actor)):
        return deny(_("You two have met within six months, and others have not been met. They come first."))
    return ALLOW


def can_change_talk(actor: Actor, talk: SkipTalk) -> Verdict:
    """Call it off, or write topics: the two, while it is planned."""
    if actor.person_id not in (talk.leader_id, talk.person_id):
        return deny(_("Only the two who meet can change this."))
    if talk.state != SkipTalk.State.PLANNED:
        return deny(_("This talk is over."))
    return ALLOW


def can_close_talk(actor: Actor, talk: SkipTalk) -> Verdict:
    """Say that it was held: the leader, who owes what follows, once it has begun."""
    if actor.person_id != talk.leader_id:
        return deny(_("The leader says that you met, and owes what follows from it."))
    verdict = can_change_talk(actor, talk)
    if verdict and talk.starts_at > timezone.now():
        return deny(_("It has not begun yet."))
    return verdict


def can_remove_topic(actor: Actor, topic: Topic) -> Verdict:
    """Take a topic back: whoever brought it, while the talk is planned."""
    if actor.person_id != topic.author_id:
        return deny(_("Only the person who brought it can take it back."))
    return can_change_talk(actor, topic.talk)


def can_end_talks_of_leavers(actor: Actor) -> Verdict:
    """Call off what nobody can come to any more: the software, or whoever says that somebody leaves."""
    return ALLOW if actor.is_system or actor.person_id is not None else deny(_("Sign in first."))


def can_change_themes(actor: Actor, retelling: Retelling) -> Verdict:
    """Write themes: the leader who listened, until they are handed on."""
    if actor.person_id != retelling.leader_id:
        return deny(_("Only the leader who listened writes what was heard."))
    if not retelling.is_open:
        return deny(_("This was handed on already."))
    return ALLOW


def can_hand_on_themes(actor: Actor, retelling: Retelling) -> Verdict:
    """Give it to the manager: the leader, once three people were heard, so that nothing points at one of them."""
    verdict = can_change_themes(actor, retelling)
    if verdict and len(queries.people_heard(retelling)) < FEWEST_HEARD:
        return deny(_("Talk with three people of this team first. Before that, a theme points at somebody."))
    return verdict


def can_answer_team(actor: Actor, retelling: Retelling) -> Verdict:
    """Tell the team what was heard and done: the leader, once, after the manager has it."""
    if not audiences.RETELLING.holds(actor, retelling) or actor.person_id != retelling.leader_id:
        return deny(_("Only the leader who listened answers."))
    if retelling.state != Retelling.State.HANDED_ON:
        return deny(_("The manager gets it first, and the team gets one answer."))
    return ALLOW


def can_invite_group(actor: Actor) -> Verdict:
    """Plan a group talk: a leader, where five people two levels below have their turn."""
    verdict = can_lead_skip_talks(actor)
    if verdict and len(next_in_turn(actor)) < FEWEST_IN_GROUP:
        return deny(
            _("A group has five people or more, and fewer are free for one. Talk with each of them alone.")
        )
    return verdict


def can_answer_place(actor: Actor, place: Place) -> Verdict:
    """Say whether one comes: each for themselves, until it takes place."""
    if actor.person_id != place.person_id:
        return deny(_("Everybody answers for themselves."))
    if place.group.state != SkipTalk.State.PLANNED or place.group.starts_at <= timezone.now():
        return deny(_("This talk is over."))
    if place.state not in (Place.State.INVITED, Place.State.COMING):
        return deny(_("You have given up your place. It went to the next one."))
    return ALLOW


def can_call_off_group(actor: Actor, group: GroupTalk) -> Verdict:
    """The leader, while it is planned."""
    if actor.person_id != group.leader_id:
        return deny(_("Only the leader can change this."))
    return ALLOW if group.state == SkipTalk.State.PLANNED else deny(_("This talk is over."))


def can_close_group(actor: Actor, group: GroupTalk) -> Verdict:
    """Say that it was held and who was there: the leader, once it has begun."""
    verdict = can_call_off_group(actor, group)
    return deny(_("It has not begun yet.")) if verdict and group.starts_at > timezone.now() else verdict
