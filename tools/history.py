"""A made-up history of calls, the same for the same seed: for pictures, measures and tests. None of
these companies exists.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from decroche.callqueue.back_filling import back_fill
from decroche.calls.models import Answer, Call, CallSession, CallState, Moment, Script, Win
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import (
    APPOINTMENTS,
    CALLED_EARLY,
    NEXT_PROJECT,
    RIGHT_PARTY_CONTACT,
    WANTS_MAIL,
)
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.prospects.models import CallList, CallListEntry, Company, PhoneNumber, Provenance
from decroche.referrals.models import Referral
from decroche.shared.calendar import is_working_day
from decroche.shared.clock import PARIS
from decroche.team.models import Member

_TRADES = (
    "Imprimerie",
    "Laiterie",
    "Mutuelle",
    "Transports",
    "Brasserie",
    "Clinique",
    "Menuiserie",
    "Verrerie",
    "Filature",
    "Papeterie",
)
_NAMES = (
    "Vasseur",
    "Courtois",
    "Perrin",
    "Delmotte",
    "Lambert",
    "Carlier",
    "Roussel",
    "Haddad",
    "Picard",
    "Lemaire",
    "Bertin",
    "Masson",
)
_TOWNS = (
    "Lille",
    "Arras",
    "Lens",
    "Douai",
    "Calais",
    "Béthune",
    "Cambrai",
    "Roubaix",
    "Amiens",
    "Dunkerque",
)
_NAF = (
    "18.12Z",
    "10.51A",
    "65.12Z",
    "49.41A",
    "11.05Z",
    "86.10Z",
    "43.32A",
    "23.13Z",
    "13.10Z",
    "17.12Z",
)
_SENTENCES = (
    "« Où commencent vos missions, et où s’arrêtent-elles ? »",
    "« C’est exactement ce qu’il me fallait il y a un mois et demi. »",
    "« Je garde votre CV et je le passe à deux amies. »",
    "« Enfin quelqu’un qui ne me vend pas un logo. »",
)
_AGENCIES = (
    ("Agence Bleue", "fin mars 2027"),
    ("Studio Nord", "juin 2027"),
    ("Com & Cie", ""),
    ("Les Trois Traits", "fin décembre"),
)
_HOURS = ((9, 12), (10, 22), (11, 18), (14, 16), (15, 18), (16, 10), (17, 4))


def make_history(
    member: Member, calls: int, at: datetime, *, seed: int = 7, per_day: int = 38
) -> None:
    """`calls` calls on the working days before `at` (today included), with all that goes with
    them.
    """
    dice = Random(seed)
    companies = _companies(member, max(12, calls * 2 // 5), dice, at)
    rows = _calls(member, companies, count=calls, at=at, dice=dice, per_day=per_day)
    Call.objects.bulk_create(rows, 500)
    rows = list(Call.objects.filter(workspace_id=member.workspace_id).order_by("id"))
    _stand(companies, rows)
    _lessons(member, dice)
    _after(member, rows, at, dice)


def _companies(member: Member, count: int, dice: Random, at: datetime) -> list[Company]:
    sources = [
        Provenance.objects.create(
            workspace_id=member.workspace_id, source=words, created_at=at - timedelta(days=days)
        )
        for words, days in (("le fichier papier", 200), ("salon Créer, 2026", 60))
    ]
    rows = []
    for index in range(count):
        place = dice.randrange(len(_TRADES))
        name, town = f"{_TRADES[place]} {_NAMES[index % len(_NAMES)]} {index}", dice.choice(_TOWNS)
        rows.append(
            Company(
                workspace_id=member.workspace_id,
                name=name,
                naf=_NAF[place],
                headcount_min=dice.choice((None, 0, 3, 10, 60, 300)),
                city=town,
                provenance=sources[dice.random() < 0.3],
                name_key=f"{name}|{town}".lower(),
                sort_name=name,
                search_text=f"{name} {town}".lower(),
                created_at=at - timedelta(days=60),
            )
        )
    made = Company.objects.bulk_create(rows, 500)
    CallState.objects.bulk_create(
        [
            CallState(
                workspace_id=member.workspace_id,
                company=company,
                blocked_by="",
                position=index,
                known_since=company.provenance.created_at.date(),
            )
            for index, company in enumerate(made)
        ],
        500,
    )
    kinds = ("switchboard", "switchboard", "direct", "mobile")
    PhoneNumber.objects.bulk_create(
        [
            PhoneNumber(
                workspace_id=member.workspace_id,
                company=company,
                e164=f"+3335301{index % 10000:04d}",
                national=f"03 53 01 {index % 10000 // 100:02d} {index % 100:02d}",
                kind=kinds[index % 4],
            )
            for index, company in enumerate(made)
        ],
        500,
    )
    chosen = CallList.objects.create(workspace_id=member.workspace_id, name="Hauts-de-France")
    CallListEntry.objects.bulk_create(
        [
            CallListEntry(workspace_id=member.workspace_id, call_list=chosen, company=company)
            for company in made[::3]
        ],
        500,
    )
    return made


def _calls(
    member: Member,
    companies: list[Company],
    *,
    count: int,
    at: datetime,
    dice: Random,
    per_day: int,
) -> list[Call]:
    scripts = dict(
        Script.objects.filter(workspace_id=member.workspace_id).values_list("role", "text")
    )
    answers = list(
        Answer.objects.filter(workspace_id=member.workspace_id)
        .order_by("id")
        .values_list("pk", flat=True)
    )
    days, day = list[date](), at.date()
    while sum(per_day for _ in days) < count:
        if is_working_day(day):
            days.append(day)
        day -= timedelta(days=1)
    rows = []
    for number in range(count):
        today = days[len(days) - 1 - number // per_day]
        if number % per_day == 0:
            moments = _moments(today, at, min(per_day, count - number), dice)
            session = _session(member, today, moments) if per_day < 1000 else None
        moment = moments[number % per_day]
        lucky = 1.8 if moment.astimezone(PARIS).hour in (10, 11) else 0.8
        outcome = dice.choices(
            list(OUTCOMES),
            [
                spec.share * (lucky if code in RIGHT_PARTY_CONTACT else 1)
                for code, spec in OUTCOMES.items()
            ],
        )[0]
        role = "communication" if dice.random() < 0.7 else "hr"
        details = {}
        if outcome in NEXT_PROJECT and dice.random() < 0.3:
            agency, until = dice.choice(_AGENCIES)
            details = {"agency": agency} | ({"until": until} if until else {})
        rows.append(
            Call(
                workspace_id=member.workspace_id,
                company=companies[(number * 7) % len(companies)],
                member=member,
                session=session,
                outcome=outcome,
                at=moment,
                asked_for=role,
                opening=scripts.get(role, "")[:200],
                reason="agency" if details else "",
                details=details,
                answers_used=[dice.choice(answers)]
                if answers and outcome in RIGHT_PARTY_CONTACT and dice.random() < 0.5
                else [],
            )
        )
    return rows


def _moments(today: date, at: datetime, count: int, dice: Random) -> list[datetime]:
    hours, weights = zip(*_HOURS, strict=True)
    found = [
        datetime.combine(
            today,
            time(dice.choices(hours, weights)[0], dice.randrange(60), dice.randrange(60)),
            PARIS,
        )
        for _ in range(count)
    ]
    return sorted(
        min(one, at - timedelta(seconds=count - place)) if today == at.date() else one
        for place, one in enumerate(sorted(found))
    )


def _session(member: Member, today: date, moments: list[datetime]) -> CallSession:
    begun, ended = moments[0] - timedelta(minutes=1), moments[-1] + timedelta(minutes=3)
    return CallSession.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        started_at=begun,
        ended_at=ended,
        paused_seconds=int((ended - begun).total_seconds() * 0.6),
    )


def _lessons(member: Member, dice: Random) -> None:
    back_fill(member.workspace)
    lessons = list(Call.objects.filter(workspace_id=member.workspace_id).exclude(situation=""))
    for lesson in lessons:
        lesson.arm = Call.Arm.RANDOM if dice.random() < 0.1 else Call.Arm.RANKED
    Call.objects.bulk_update(lessons, ["arm"], 500)


def _stand(companies: list[Company], rows: list[Call]) -> None:
    states = CallState.objects.in_bulk([company.pk for company in companies])
    for call in rows:
        state = states[call.company_id]
        state.attempts += 1
        state.last_called_at, state.last_outcome = call.at, call.outcome
        state.not_before = call.at
    CallState.objects.bulk_update(
        [state for state in states.values() if state.attempts],
        ["attempts", "last_called_at", "last_outcome", "not_before"],
        500,
    )


def _after(member: Member, rows: list[Call], at: datetime, dice: Random) -> None:
    workspace = member.workspace_id
    talks = [call for call in rows if call.outcome in RIGHT_PARTY_CONTACT]
    asked = [call for call in rows if call.outcome in WANTS_MAIL]
    Message.objects.bulk_create(
        [
            Message(
                workspace_id=workspace,
                company_id=call.company_id,
                call=call,
                to="contact@entreprise.example",
                state="sent",
                situation=dice.choice(("presentation", "presentation", "agency")),
                created_at=call.at,
                closed_at=call.at,
                replied_at=call.at + timedelta(days=2) if dice.random() < 0.2 else None,
                bounced_at=call.at if dice.random() < 0.05 else None,
            )
            for call in asked
        ],
        500,
    )
    promises = [call for call in rows if call.outcome in CALLED_EARLY]
    FollowUp.objects.bulk_create([_promise(workspace, call, at, dice) for call in promises], 500)
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                workspace_id=workspace,
                company_id=call.company_id,
                call=call,
                kind="advised",
                purpose=call.outcome,
                due_at=at + timedelta(days=20 + 17 * place),
                note="refonte du site",
                created_at=call.at,
            )
            for place, call in enumerate([one for one in rows if one.outcome in NEXT_PROJECT][-5:])
        ],
        500,
    )
    for place, call in enumerate(talks[-4:] if len(rows) > 20 else talks[-1:]):
        Moment.objects.create(
            workspace_id=workspace,
            company_id=call.company_id,
            call=call,
            sentence=_SENTENCES[place % 4].strip("« »"),
            at=call.at,
        )
    for call in [one for one in rows if one.outcome in APPOINTMENTS][::6]:
        Win.objects.get_or_create(
            workspace_id=workspace,
            company_id=call.company_id,
            defaults={"member": member, "at": call.at},
        )
    chain = list(dict.fromkeys(call.company_id for call in talks))
    for place in range(1, min(6, len(chain) // 2)):
        Referral.objects.create(
            workspace_id=workspace,
            from_company_id=chain[(place - 1) // 2],
            to_company_id=chain[place],
            sentence="Dites que vous venez de ma part.",
            at=at,
        )


def _promise(workspace: int, call: Call, at: datetime, dice: Random) -> FollowUp:
    due = call.at + timedelta(days=dice.choice((1, 2, 5, 40)))
    kept = due < at and dice.random() < 0.9
    return FollowUp(
        workspace_id=workspace,
        company_id=call.company_id,
        call=call,
        kind="promised",
        purpose=call.outcome,
        due_at=due,
        created_at=call.at,
        closed_at=min(at, due + timedelta(days=dice.choice((0, 0, 0, 1)))) if kept else None,
        closed_how="called" if kept else "",
    )
