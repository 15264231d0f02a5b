"""The first set of her texts, for a freelance communication project manager, by language; she may
change all of them.
"""

from __future__ import annotations

SCRIPTS: dict[str, dict[str, str]] = {
    "fr": {
        "communication": (
            "Bonjour, [nom] à l’appareil, [métier]. J’aide les entreprises qui n’ont pas de quoi "
            "occuper quelqu’un à plein temps à mener un site, un journal interne, un salon. "
            "Comment travaillez-vous aujourd’hui sur ces sujets ?"
        ),
        "hr": (
            "Bonjour, [nom] à l’appareil, [métier]. J’accompagne les équipes RH sur la "
            "communication interne : accueil des nouveaux, journal, événements. Qui s’en occupe "
            "chez vous aujourd’hui ?"
        ),
        "management": (
            "Bonjour, [nom] à l’appareil, [métier]. Je mène des projets de communication de bout "
            "en bout pour des entreprises sans service dédié. Avez-vous quelqu’un pour cela "
            "aujourd’hui ?"
        ),
        "marketing": (
            "Bonjour, [nom] à l’appareil, [métier]. J’interviens en renfort sur des projets "
            "précis : site, salon, rédaction. Comment vous organisez-vous quand un projet "
            "déborde ?"
        ),
    },
    "en": {
        "communication": (
            "Hello, this is [name], [trade]. I help companies that have no need for somebody "
            "full time to run a website, an internal magazine, a trade fair. How do you work on "
            "these today?"
        ),
        "hr": (
            "Hello, this is [name], [trade]. I support HR teams with internal communication: "
            "welcoming newcomers, a magazine, events. Who takes care of it today?"
        ),
        "management": (
            "Hello, this is [name], [trade]. I run communication projects from start to finish "
            "for companies without a department for them. Do you have somebody for that today?"
        ),
        "marketing": (
            "Hello, this is [name], [trade]. I step in on well-defined projects: a website, a "
            "fair, writing. How do you manage when a project overflows?"
        ),
    },
}
OPENINGS: dict[str, dict[str, str]] = {
    "fr": {
        "incoming_first": "Bonjour [contact], [nom] à l’appareil. Que puis-je faire pour vous ?",
        "incoming": (
            "Bonjour [contact], merci de me rappeler. [nom], [métier] : je voulais savoir comment "
            "vous travaillez aujourd’hui sur la communication. Avez-vous deux minutes ?"
        ),
        "incoming_again": (
            "Bonjour [contact], merci de me rappeler. Nous nous étions parlé [dernière fois] : je "
            "vous écoute."
        ),
        "promised": (
            "Bonjour [contact], [nom] à l’appareil. Vous m’aviez dit de vous rappeler [promis]. "
            "Où en êtes-vous ?"
        ),
        "late": (
            "Bonjour [contact], [nom] à l’appareil : je devais vous rappeler [promis], pardon de "
            "ce retard. Où en êtes-vous ?"
        ),
        "after_mail": (
            "Bonjour [contact], [nom] à l’appareil. Je vous ai envoyé [envoi] [parti] : avez-vous "
            "pu y jeter un œil ? Quels projets avez-vous en vue ?"
        ),
        "relayed": (
            "Bonjour [contact], [nom] à l’appareil, [métier]. On m’a dit que je pourrais vous "
            "joindre [promis]. Comment travaillez-vous aujourd’hui sur la communication ?"
        ),
        "mail_wanted": (
            "Bonjour [contact], [nom] à l’appareil. Vous m’aviez demandé un e-mail "
            "[dernière fois], et vous ne l’avez pas encore reçu : que voulez-vous y trouver ? "
            "Quels projets avez-vous en vue ?"
        ),
        "before_meeting": (
            "Bonjour [contact], [nom] à l’appareil. Je vous appelle pour notre rendez-vous "
            "[rendez-vous] : est-il toujours possible ?"
        ),
        "after_meeting": (
            "Bonjour [contact], [nom] à l’appareil. Merci pour notre rendez-vous [rendez-vous]. "
            "Où en est votre réflexion ?"
        ),
        "after_referral": (
            "Bonjour [contact], [nom] à l’appareil, [métier]. Je vous appelle de la part de "
            "[recommandé par]. Comment travaillez-vous aujourd’hui sur la communication ?"
        ),
        "after_no": (
            "Bonjour [contact], [nom] à l’appareil. Nous nous étions parlé [dernière fois], et ce "
            "n’était pas le moment. Qu’est-ce qui a changé depuis ?"
        ),
    },
    "en": {
        "incoming_first": "Hello [contact], this is [name]. What can I do for you?",
        "incoming": (
            "Hello [contact], thank you for calling me back. [name], [trade]: I wanted to "
            "learn how you work on communication today. Do you have two minutes?"
        ),
        "incoming_again": (
            "Hello [contact], thank you for calling me back. We talked [last time]: I am listening."
        ),
        "promised": (
            "Hello [contact], this is [name]. You told me to call you back [promised]. Where do "
            "things stand?"
        ),
        "late": (
            "Hello [contact], this is [name]: I was to call you back [promised], I am sorry to be "
            "late. Where do things stand?"
        ),
        "after_mail": (
            "Hello [contact], this is [name]. I sent you [sent] [left]: did you "
            "have time to look at it? Which projects do you have in mind?"
        ),
        "relayed": (
            "Hello [contact], this is [name], [trade]. I was told that I could reach you "
            "[promised]. How do you work on communication today?"
        ),
        "mail_wanted": (
            "Hello [contact], this is [name]. You asked me for an e-mail [last time], and you "
            "have not received it yet: what would you like to find in it? Which projects do you "
            "have in mind?"
        ),
        "before_meeting": (
            "Hello [contact], this is [name]. I am calling about our meeting [meeting day]: is it "
            "still possible?"
        ),
        "after_meeting": (
            "Hello [contact], this is [name]. Thank you for our meeting [meeting day]. Where do "
            "your thoughts stand?"
        ),
        "after_referral": (
            "Hello [contact], this is [name], [trade]. [referrer] told me to call you. How do you "
            "work on communication today?"
        ),
        "after_no": (
            "Hello [contact], this is [name]. We talked [last time], and it was not the moment. "
            "What has changed since?"
        ),
    },
}
"""What she says at a later talk, by situation (calls/rules.py:TALK_SITUATIONS); proposed until she
writes her own.
"""
ANSWERS: dict[str, list[tuple[str, str, str]]] = {
    "fr": [
        (
            "J’ai déjà une agence",
            (
                "Justement, je travaille souvent à côté d’une agence. À quelle adresse puis-je "
                "vous laisser mes coordonnées ?"
            ),
            "A",
        ),
        ("Où commencent et où s’arrêtent vos missions ?", "[missions]", "O"),
        (
            "Combien ça coûte ?",
            (
                "Je chiffre au projet, après un premier échange gratuit : vous savez tout avant "
                "de décider. Quel sujet vous occupe en ce moment ?"
            ),
            "C",
        ),
        (
            "Envoyez-moi un e-mail",
            "Avec plaisir : une page, pas plus. À quelle adresse, et à l’attention de qui ?",
            "E",
        ),
        (
            "Nous faisons tout en interne",
            (
                "C’est souvent là que je suis utile : quand un projet arrive en plus du reste. "
                "Qu’avez-vous de prévu cette année ?"
            ),
            "I",
        ),
    ],
    "en": [
        (
            "We already have an agency",
            "Good: I often work beside one. Where may I leave my details?",
            "A",
        ),
        ("Where do your missions start, and where do they stop?", "[missions]", "O"),
        (
            "How much is it?",
            (
                "I quote by project, after a first talk that is free: you know everything before "
                "you decide. What are you working on at the moment?"
            ),
            "C",
        ),
        (
            "Send me an e-mail",
            "With pleasure: one page, no more. To which address, and for whom?",
            "E",
        ),
        (
            "We do everything in-house",
            (
                "That is often where I help: when a project comes on top of the rest. What is "
                "planned this year?"
            ),
            "I",
        ),
    ],
}
QUESTIONS: dict[str, list[tuple[str, list[str], str]]] = {
    "fr": [
        ("Qui s’en charge ?", ["Agence", "En interne", "Indépendants", "Personne"], "fact"),
        ("Projets à venir", ["Site", "Com’ interne", "Événement", "Rédaction"], "fact"),
        ("Qui décide ?", [], "decider"),
    ],
    "en": [
        ("Who takes care of it?", ["Agency", "In-house", "Freelancers", "Nobody"], "fact"),
        ("Projects to come", ["Website", "Internal comms", "Event", "Writing"], "fact"),
        ("Who decides?", [], "decider"),
    ],
}
"""(text, choices, what it asks for: a value of Question.Asks), by language."""
