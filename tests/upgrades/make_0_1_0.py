"""Writes a small database with the code of version 0.1.0. Run by make_0_1_0.sh.

Everything is done through the verbs of that version, by a made-up freelancer with made-up
companies whose numbers are set aside for fiction. It calls code that is not in this tree any more,
so neither the tests nor the type checker read it.
"""

import gzip
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from decroche.callqueue.actions import claim, next_for, pass_over
from decroche.prospects.doubles import find_doubles
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from decroche.accountability.requests import erase_for, take_in
from decroche.callqueue.rules import Reason
from decroche.calls import scripts, sessions
from decroche.calls.actions import Said, keep_moment, log_outcome, qualify, win
from decroche.calls.models import Answer, Question
from decroche.compliance.actions import give_notice
from decroche.correspondence import actions as mail
from decroche.correspondence.models import Message
from decroche.correspondence.receiving import take
from decroche.followups.actions import close as close_follow_up
from decroche.followups.actions import move
from decroche.followups.feed import open_feed
from decroche.followups.models import FollowUp
from decroche.intake.actions import import_file
from decroche.intake.changing import apply_changes
from decroche.intake.choices import Choices
from decroche.intake.models import Change
from decroche.journal.actions import undo
from decroche.journal.record import record
from decroche.offer.actions import enclose
from decroche.prospects import actions as file
from decroche.prospects import opposing
from decroche.prospects.merging import merge, never_the_same
from decroche.prospects.models import Company
from decroche.prospects.rules import read_line
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.team.actions import introduce, open_workspace, prefer, speak

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)
TYPED = (
    "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel",
    "Port fluvial de Béthune 03 53 01 03 77 Béthune com: M. Haddad",
    "Filature Hélène Carlier 06 39 98 06 11 Roubaix",
    "Clinique des Tilleuls 04 65 71 07 52 Lyon",
    "Papeterie du Moulin 05 36 49 08 63 Toulouse",
    "Coopérative Saint-Éloi 03 53 01 09 74 Arras",
    "Brasserie du Beffroi 03 53 01 10 85 Douai contact@beffroi.example",
    "Ateliers Courtois 03 53 01 11 96 Lens",
    "Chocolaterie Perrin 03 53 01 12 07 Cambrai",
    "Conserverie Duval 03 53 01 13 18 Boulogne",
    "Fonderie de l’Escaut 03 53 01 14 29 Valenciennes com: Mme Lemaire",
    "Reliure Vasseur 03 53 01 01 43 Lomme",
    "Scierie des Dunes, Dunkerque",
    "Théâtre de la Halle 01 99 00 15 30 Paris",
)
TABLE = """Société;Activité;CP;Ville;Tél.;E-mail;Contact;Fonction
Imprimerie Vasseur & Fils;Imprimerie;59000;Lille;03 53 01 01 42;com@vasseur.example;Mme Roussel;DRH
Laiterie du Marais;Laiterie;80000;Amiens;02 61 91 04 20 / 06 39 98 04 20;;;
Verrerie de l’Œillet;Verrerie;75011;Paris;01 99 00 05 31;;;
Moulin de la Somme;Minoterie;80000;Amiens;03 53 01 16 40;;;
Port de plaisance;Port;62400;Béthune;à demander;;M. Haddad;Directeur de la communication
;;;;;;;
IMPRIMERIE VASSEUR ET FILS;Imprimerie;59000;Lille;0353010142;;;
"""
CHANGED = """Société;Activité;CP;Ville;Tél.;E-mail;Adresse
Laiterie du Marais;Laiterie;80000;Amiens;02 61 91 04 20;contact@marais.example;3 quai Bas
Moulin de la Somme;Minoterie;80000;Amiens;03 53 01 16 40;;8 rue de l’Eau
"""


class Cards:
    """The cards by the beginning of their names, each as it is now."""

    def __init__(self, keys: dict[str, int]) -> None:
        self.keys = keys

    def __getitem__(self, name: str) -> Company:
        return Company.objects.get(pk=self.keys[name])


def main(out: str) -> None:
    """Makes the database in the data folder of the environment, and packs it into `out`."""
    call_command("migrate", verbosity=0)
    with clock.frozen(MONDAY):
        member = _settle_in()
        cards = _the_file(member)
    _the_calls(member, cards)
    _the_mails(member, cards)
    _the_law(member, cards)
    _corrections(member, cards)
    _somebody_else()
    _the_last_call(member, cards)
    _pack(Path(out))


def _settle_in():
    member = open_workspace(owner="Camille Arnaud")
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet en communication")
    speak(by=member, language="fr", theme="dark")
    scripts.seed_texts(by=member, language="fr")
    for section, values in {
        "queue": {"order": "ranked"},
        "sitting": {"goal": 25},
        "delays": {"no_answer_days": 2, "voicemail_days": 3, "email_days": 5},
        "goals": {"day": 25, "week": 100},
        "roles": {"order": ["communication", "hr", "management"], "lists": {}},
        "law": {"prospect_months": 24},
    }.items():
        prefer(workspace=member.workspace, section=section, values=values)
    mail.keep_mailbox(
        by=member,
        values={
            "address": "camille@arnaud.example",
            "smtp_host": "smtp.arnaud.example",
            "imap_host": "imap.arnaud.example",
        },
    )
    enclose(by=member, kind="cv", filename="cv.pdf", content=b"%PDF-1.4\n%%EOF\n")
    scripts.write_script(by=member, role="hr", text="Bonjour, je suis [name].")
    answer = Answer.objects.filter(workspace=member.workspace).first()
    scripts.write_answer(
        by=member,
        answer_id=answer.pk,
        they_say="Nous avons une agence",
        she_says="Tant mieux !",
        key="g",
    )
    last = Answer.objects.filter(workspace=member.workspace).last()
    scripts.write_answer(by=member, answer_id=last.pk, they_say="", she_says="", key="")
    scripts.write_question(
        by=member, question_id=None, text="Qui décide ?", choices=["siège", "ici"]
    )
    mail.write_template(
        by=member,
        situation="agency",
        language="fr",
        subject="Ma présentation",
        body="Bonjour,\n\nVoici.",
    )
    open_feed(by=member)
    return member


def _the_file(member):
    folder = Path(tempfile.mkdtemp())
    (folder / "fichier.csv").write_text(TABLE, encoding="utf-8")
    import_file(
        by=member,
        path=folder / "fichier.csv",
        filename="fichier.csv",
        source_said="annuaire professionnel de la CCI",
        choices=Choices(list_name="Nord"),
    )
    for line in TYPED:
        read = read_line(line)
        file.add_company(
            by=member,
            new=file.NewCompany(
                read.name,
                read.numbers,
                {"city": read.city, "postcode": read.postcode, "email": read.email},
                read.people,
                "salon professionnel de Lille",
                "business",
            ),
        )
    consumers = ("Mme Odile Brunet 01 99 00 21 10 Paris", "M. Paul Sorel 01 99 00 22 10 Paris")
    for line in consumers:  # a private source, and no trade in the name
        read = read_line(line)
        file.add_company(
            by=member,
            new=file.NewCompany(
                read.name, read.numbers, {"city": "Paris"}, [], "carnet", "private"
            ),
        )
    read = read_line("Atelier Ferrand 03 53 01 19 73 Armentières")
    unlisted, _ = file.add_company(
        by=member, new=file.NewCompany(read.name, read.numbers, {}, [], "registre", "register")
    )
    opposing.note_diffusion(by=member, company=unlisted, status="P")
    (folder / "corrections.csv").write_text(CHANGED, encoding="utf-8")
    batch = import_file(
        by=member,
        path=folder / "corrections.csv",
        filename="corrections.csv",
        source_said="annuaire professionnel de la CCI",
        choices=Choices(on_duplicate="update", ask=True),
    )
    first = Change.objects.filter(batch=batch).order_by("pk").first()
    apply_changes(by=member, changes=Change.objects.filter(pk=first.pk))
    shutil.rmtree(folder)
    rows = Company.objects.filter(workspace=member.workspace)
    file.put_on_list(by=member, companies=rows.filter(city="Lille"), name="Lille")
    file.tag(by=member, companies=rows.filter(city__in=("Lens", "Douai")), word="à revoir")
    file.rest(by=member, companies=rows.filter(name="Conserverie Duval"), days=10)
    cards = Cards({card.name: card.pk for card in rows})
    file.edit_company(
        by=member,
        company=cards["Théâtre de la Halle"],
        changes={"notes": "vu au salon, stand 12", "siret": "12345678200010"},
    )
    file.add_person(
        by=member,
        company=cards["Brasserie du Beffroi"],
        role="communication",
        name="Mme Vidal",
        email="vidal@beffroi.example",
        decides=True,
    )
    file.remove(by=member, companies=rows.filter(name="Scierie des Dunes"))
    return cards


def _the_calls(member, cards):
    at = MONDAY.replace(hour=9, minute=30)
    with clock.frozen(at):
        sessions.begin(by=member, goal=25)
        found = next_for(member, at)
        pass_over(member, found.company, at)
        found = next_for(member, at)  # a card that the ranking chose
        log_outcome(by=member, company_id=found.company.pk, outcome="no_answer", at=at)

    def log(name, outcome, said=None, minutes=4):
        nonlocal at
        at += timedelta(minutes=minutes)
        card = cards[name]
        number = card.numbers.order_by("position").first()
        with clock.frozen(at):
            claim(member, card, Reason("retry"), at)
            return log_outcome(
                by=member,
                company_id=card.pk,
                outcome=outcome,
                said=said or Said(seconds=40, asked_for="communication"),
                number_id=number.pk if number else None,
                at=at,
                key=f"key-{name}-{outcome}-{at:%H%M}",
            ).call

    jeudi = datetime(2026, 11, 26, 10, 0, tzinfo=PARIS)
    with_answer = Answer.objects.filter(workspace=member.workspace).order_by("pk").first().pk
    log("Imprimerie Vasseur & Fils", "no_answer")
    log("Laiterie du Marais", "voicemail", Said(message_left=True))
    log("Mutuelle des Deux Caps", "gatekeeper", Said(note="demander Mme Roussel après 14 h"))
    log(
        "Port fluvial de Béthune",
        "call_back",
        Said(when=jeudi, precision="minute", note="prépare le budget des cérémonies"),
    )
    log(
        "Filature Hélène Carlier",
        "email_requested",
        Said(email="com@carlier.example", reason="agency", answers_used=[with_answer]),
    )
    log(
        "Clinique des Tilleuls",
        "interested",
        Said(when=jeudi, precision="day", moment="Enfin quelqu’un qui écoute !"),
    )
    log(
        "Papeterie du Moulin",
        "meeting",
        Said(
            when=jeudi.replace(hour=15),
            precision="minute",
            details={"invite": "direction@moulin.example", "place": "sur place"},
        ),
    )
    log("Coopérative Saint-Éloi", "no_need", Said(reason="in_house", note="une agence interne"))
    log("Brasserie du Beffroi", "hung_up")
    log("Ateliers Courtois", "do_not_call", Said(note="plus jamais"))
    log("Chocolaterie Perrin", "wrong_number")
    log(
        "Verrerie de l’Œillet",
        "email_requested",
        Said(
            email="atelier@oeillet.example",
            details={
                "mail": "later",
                "referral": "Fonderie Lesage 03 53 01 17 51 Denain",
                "sentence": "Dites-lui que vous venez de ma part.",
            },
        ),
    )
    log("Moulin de la Somme", "email_requested", Said(email="moulin@somme.example"))
    log("Fonderie de l’Escaut", "email_requested", Said(email="lemaire@escaut.example"))
    at += timedelta(hours=3)
    second = log("Clinique des Tilleuls", "email_requested", Said(email="com@tilleuls.example"))
    with clock.frozen(at):
        keep_moment(
            by=member,
            sentence="Où commencent vos missions, et où s’arrêtent-elles ?",
            company=cards["Clinique des Tilleuls"],
            call=second,
        )
        question = Question.objects.filter(workspace=member.workspace).order_by("pk").first()
        qualify(
            by=member, company=cards["Clinique des Tilleuls"], question=question, value="une agence"
        )
        win(by=member, company=cards["Coopérative Saint-Éloi"])
        sessions.pause(by=member)
    with clock.frozen(at + timedelta(minutes=10)):
        sessions.end(by=member)


def _the_mails(member, cards):
    at = MONDAY.replace(hour=16)
    with clock.frozen(at):
        sent = Message.objects.get(company=cards["Moulin de la Somme"])
        back = Message.objects.get(company=cards["Fonderie de l’Escaut"])
        for place, row in enumerate((sent, back)):  # as the outbox notes it once a server took them
            Message.objects.filter(pk=row.pk).update(
                state="sent",
                closed_at=at,
                filed_at=at,
                message_id=f"<made-up-{place}@arnaud.example>",
            )
        checked = Message.objects.get(company=cards["Clinique des Tilleuls"])
        Message.objects.filter(pk=checked.pk).update(state="check", words="timed out", step="data")
        dropped = mail.begin(by=member, company=cards["Brasserie du Beffroi"])
        mail.close(by=member, message=dropped, how="dropped")
        mail.begin(by=member, company=Company.objects.get(name="Fonderie Lesage"))
        answer = (
            "From: moulin@somme.example\nTo: camille@arnaud.example\nSubject: Re: présentation\n"
            "Message-ID: <a1@somme.example>\nIn-Reply-To: <made-up-0@arnaud.example>\n\n"
            "Merci, je la transmets.\n"
        )
        assert take(member.workspace, answer.encode())
        bounce = (
            "From: MAILER-DAEMON@escaut.example\nTo: camille@arnaud.example\nSubject: Undelivered\n"
            "Message-ID: <b1@escaut.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; "
            'report-type=delivery-status; boundary="b"\n\n'
            "--b\nContent-Type: text/plain\n\nUnknown.\n"
            "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; escaut.example\n\n"
            "Final-Recipient: rfc822; lemaire@escaut.example\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 unknown user\n\n--b--\n"
        )
        assert take(member.workspace, bounce.encode())


def _the_law(member, cards):
    at = MONDAY.replace(hour=17)
    with clock.frozen(at):
        opposing.leave_alone(
            by=member,
            values=opposing.read_values("03 53 01 99 88 ; stop@secret.example"),
            channel="mail",
        )
        person = cards["Port fluvial de Béthune"].contacts.get(name="M. Haddad")
        opposing.leave_person_alone(by=member, person=person, channel="phone")
        consumer = cards["Mme Odile Brunet"]
        opposing.keep_consent(
            by=member,
            company=consumer,
            kind="number",
            value=consumer.numbers.get().e164,
            text="J’accepte d’être rappelée au sujet des ateliers.",
            channel="form",
            given_at=at - timedelta(days=3),
            proof="formulaire du salon",
        )
        opposing.note_diffusion(by=member, company=cards["Chocolaterie Perrin"], status="P")
        opposing.choose_audience(
            by=member, company=cards["Conserverie Duval"], audience="professional"
        )
        with record(
            "notice.given", by=member, company_id=cards["Clinique des Tilleuls"].pk
        ) as verb:
            give_notice(
                verb=verb,
                by=member,
                company_id=cards["Clinique des Tilleuls"].pk,
                contact_id=None,
                kind="oral",
            )
        take_in(
            by=member,
            kind="access",
            channel="mail",
            who="Mme Roussel",
            received_at=at,
            company=cards["Mutuelle des Deux Caps"],
        )
        erasure = take_in(
            by=member,
            kind="erasure",
            channel="letter",
            who="Reliure Vasseur",
            received_at=at,
            company=cards["Reliure Vasseur"],
        )
        erase_for(by=member, request=erasure, leave_alone=True)
        file.oppose_all(
            by=member,
            companies=Company.objects.filter(name="Théâtre de la Halle"),
            channel="letter",
        )


def _corrections(member, cards):
    with clock.frozen(MONDAY.replace(hour=18)):
        for line in (
            "Tissages Morel 03 53 01 18 62 Tourcoing com: Mme Petit",
            "Tissages Morel SARL 03 53 01 18 63 Tourcoing",
            "Menuiserie Morel 03 53 01 18 62 Tourcoing",
        ):
            read = read_line(line)
            file.add_company(
                by=member,
                new=file.NewCompany(
                    read.name, read.numbers, {"city": read.city}, read.people, "salon", "business"
                ),
            )
        find_doubles(member.workspace)
        one, two, three = Company.objects.filter(city="Tourcoing").order_by("pk")
        never_the_same(by=member, one=one, two=three)
        merge(by=member, kept=one, other=two)
        promise = FollowUp.objects.get(company=cards["Port fluvial de Béthune"], closed_at=None)
        move(
            by=member,
            follow_up=promise,
            due_at=promise.due_at + timedelta(hours=1),
            precision="minute",
        )
        advised = FollowUp.objects.filter(
            company=cards["Moulin de la Somme"], closed_at=None
        ).first()
        close_follow_up(by=member, follow_up=advised, how="done")
        file.edit_company(by=member, company=three, changes={"notes": "une erreur"})
        undo(by=member)
        file.edit_company(by=member, company=three, changes={"activity": "menuiserie"})


def _somebody_else():
    other = open_workspace(name="Autre", owner="Inconnue")
    with clock.frozen(MONDAY.replace(hour=11)):
        read = read_line("Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
        card, _ = file.add_company(
            by=other,
            new=file.NewCompany(
                read.name, read.numbers, {"city": "Lille"}, [], "salon", "business"
            ),
        )
        log_outcome(by=other, company_id=card.pk, outcome="no_answer")


def _the_last_call(member, cards):
    at = MONDAY.replace(day=24, hour=10, minute=5)
    with clock.frozen(at):
        sessions.begin(by=member, goal=25)
        card = cards["Imprimerie Vasseur & Fils"]
        claim(member, card, Reason("retry"), at)
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="email_requested",
            said=Said(
                email="direction@vasseur.example",
                note="rappelle le catalogue de printemps",
                moment="Vous tombez à pic.",
                asked_for="communication",
            ),
            number_id=card.numbers.get().pk,
            at=at,
            key="the-last-call",
        )
        next_for(member, at)


def _pack(out):
    path = Path(settings.DATABASES["default"]["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    copy = path.with_name("copy.db")
    with closing(sqlite3.connect(path)) as made, closing(sqlite3.connect(copy)) as target:
        made.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    out.write_bytes(gzip.compress(copy.read_bytes(), 9, mtime=0))
