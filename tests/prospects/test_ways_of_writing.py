"""A name is found by each other way of writing it: saints, initials with and without points, & and
et, the initials of a firm, hyphens and apostrophes, abbreviations. Sixty names, written down before
the search was tried on them.
"""

from __future__ import annotations

from importlib import import_module

from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.models import Company
from decroche.prospects.search import SHORTEST, narrowed, search, words_of
from decroche.team.models import Member

NAMES: dict[str, tuple[str, ...]] = {
    "Menuiserie Saint-Aubin": ("st aubin", "St-Aubin", "saint aubin", "st.aubin", "saintaubin"),
    "Garage St. Éloi": ("saint eloi", "st eloi", "saint-éloi", "st-eloi"),
    "Lycée Sainte-Marie": ("ste marie", "Ste-Marie", "sainte marie", "ste. marie"),
    "Boucherie de la Ste Trinité": ("sainte trinite", "ste-trinité"),
    "Ets J.-P. Morel & Fils": (
        "jp morel",
        "j.p. morel",
        "j p morel",
        "J-P Morel",
        "morel et fils",
        "morel & fils",
    ),
    "Cabinet J.M. Lefèvre": ("jm lefevre", "j.m lefèvre", "j. m. lefevre", "J-M Lefevre"),
    "S.N.C.F. Réseau": ("sncf", "s.n.c.f.", "S N C F", "sncf reseau"),
    "SNCF Voyageurs": ("s.n.c.f.", "s n c f", "S.N.C.F voyageurs"),
    "E.D.F.": ("edf", "e.d.f"),
    "Caisse d'Épargne": (
        "caisse epargne",
        "caisse d epargne",
        "caisse depargne",
        "caisse d’épargne",
    ),
    "Crédit Agricole Mutuel": ("cam",),
    "Compagnie des Eaux du Nord": ("cie des eaux", "cie eaux", "eaux du nord", "compagnie eaux"),
    "Cie Générale de Chauffe": ("compagnie generale", "compagnie générale de chauffe"),
    "Dupont et Associés": (
        "dupont & associes",
        "dupont et associés",
        "dupont associes",
        "dupont+associés",
    ),
    "Martin & Cie": ("martin et cie", "martin cie", "martin et compagnie", "martin & compagnie"),
    "Laverie L'Étoile": ("l etoile", "letoile", "étoile", "l'etoile", "l’étoile"),
    "Auto-École du Parc": ("auto ecole", "autoecole", "auto-ecole", "auto école du parc"),
    "Autoécole Central": ("auto-ecole", "auto école", "auto ecole central"),
    "Rendez-vous Traiteur": ("rendezvous", "rendez vous"),
    "Micro-crèche Les Lutins": ("microcreche", "micro creche", "micro-crèche"),
    "Microcrèche Les Pitchouns": ("micro-creche", "micro crèche"),
    "Fédération Nationale des Travaux Publics": ("fntp",),
    "Union des Industries Métallurgiques": ("uim",),
    "Pompes funèbres Doué-la-Fontaine": ("doue la fontaine", "doué la fontaine"),
    "Bar Le 3 Mâts": ("3 mats", "le 3 mats"),
    "Pizzeria Chez Néné": ("chez nene", "chez néné"),
    "Établissements Bouvier": (
        "ets bouvier",
        "éts bouvier",
        "etablissements bouvier",
        "etablissement bouvier",
        "ets. bouvier",
    ),
    "Sté Nouvelle Lambert": ("ste nouvelle lambert", "societe nouvelle lambert", "société lambert"),
    "Société Lambert": ("ste lambert", "sté lambert", "soc. lambert", "soc lambert"),
    "Frères Dumont": ("frs dumont", "dumont freres", "freres dumont"),
    "H & M Conseil": ("h&m", "h et m", "hm conseil", "h & m"),
    "Café R&B": ("r&b", "r & b", "r et b", "rb"),
    "3M France": ("3m", "3 m"),
    "Groupe C.G.T.": ("cgt",),
    "A.D.A.P.E.I.": ("adapei", "a.d.a.p.e.i", "A D A P E I"),
    "Dr. Hélène Roux": ("docteur roux", "dr roux", "dr. roux", "helene roux"),
    "Docteur P. Simon": ("dr simon", "dr p simon", "docteur p. simon"),
    "Mme de La Tour d'Auvergne": ("la tour d auvergne", "tour dauvergne"),
    "Hôtel-Restaurant du Lion d'Or": (
        "hotel restaurant",
        "hotelrestaurant",
        "lion d or",
        "lion dor",
        "lion d'or",
    ),
    "Mairie de L'Isle-d'Abeau": ("isle d abeau", "l'isle d'abeau", "lisle dabeau", "isle-d'abeau"),
    "Notre-Dame des Victoires": (
        "nd des victoires",
        "notre dame",
        "n.d. des victoires",
        "notredame",
    ),
    "ND de Lourdes": ("notre dame de lourdes", "notre-dame lourdes"),
    "Av. Conseil": ("av conseil",),
    "Ass. Sportive du Pont": ("association sportive", "asso sportive", "ass sportive"),
    "Association Arc-en-ciel": ("asso arc en ciel", "arcenciel", "arc-en-ciel", "ass. arc en ciel"),
    "Mont-Blanc Immobilier": ("mont blanc", "montblanc", "mt blanc", "mont-blanc"),
    "Mt Ventoux Cycles": ("mont ventoux", "mt-ventoux"),
    "Gd Hôtel du Port": ("grand hotel du port", "gd hotel"),
    "Grand Hôtel des Bains": ("gd hotel des bains",),
    "St-Étienne Métropole": ("saint etienne", "st etienne", "st-étienne métropole"),
    "Pharmacie des Sts-Pères": ("saints peres", "sts peres"),
    "L.V.M.H.": ("lvmh", "l v m h", "L.V.M.H"),
    "Louis Vuitton Moët Hennessy": ("lvmh",),
    "Imprimerie V. & J. Petit": ("vj petit", "v et j petit", "v. j. petit", "v & j petit"),
    "T-Shirt Factory": ("tshirt", "t shirt", "t-shirt"),
    "Aéro-Club de l'Ouest": ("aeroclub", "aero club", "aero-club ouest"),
    "Côté Cour, Côté Jardin": ("cote cour", "côté cour côté jardin"),
    "Centre Hospitalier Universitaire de Nantes": ("chu nantes", "chu"),
    "Service d'Aide Médicale Urgente": ("samu",),
    "Fromagerie B'Gourmet": ("b gourmet", "bgourmet", "b'gourmet"),
}
"""A made-up name, and texts that find it."""


SAINTS: dict[str, tuple[str, ...]] = {
    "Menuiserie Saint-Aubin": ("staubin", "STAUBIN", "saintaubin", "menuiserie staubin"),
    "Garage St. Éloi": ("steloi", "sainteloi", "garage stéloi"),
    "Lycée Sainte-Marie": ("stemarie", "saintemarie", "st marie", "ste marie", "lycée stemarie"),
    "Clinique St-Roch": ("stroch", "saintroch"),
    "Mairie de Sainte-Foy-lès-Lyon": ("stefoy", "st foy", "ste foy les lyon"),
    "École St Luc": ("stluc", "saintluc"),
}
NO_SAINTS = ("Station du Port", "Stade Marie", "Aubin & Fils", "Marie Coiffure", "Stéphane Luc")


def test_a_saint_written_as_one_word_with_its_name_is_found_first(member: Member) -> None:
    for name in (*SAINTS, *NO_SAINTS):
        add_company(by=member, new=NewCompany(name, [], {}, [], "salon"))
    cards = Company.objects.filter(workspace=member.workspace)
    for name, texts in SAINTS.items():
        for text in texts:
            assert [found.name for found, _ in search(member.workspace, text)][:1] == [name], text
            assert name in [card.name for card in narrowed(cards, text)], text
    found = [card.name for card, _ in search(member.workspace, "station")]
    assert found == ["Station du Port"]


OTHERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # What is typed: (names that it finds, names that it does not).
    "leguen": (
        ("Transports Leguen", "Garage Le Guen", "Le Guenn & Fils"),
        ("Guendalina Coiffure",),
    ),
    "le guen": (("Transports Leguen", "Garage Le Guen", "Le Guenn & Fils"), ()),
    "vanderberg": (("Van Derberg Levage",), ()),
    "mcdonagh": (("Pub Mc Donagh",), ()),
    "dubreuil": (("Étude Maître Dubreuil", "Du Breuil Peinture"), ("Breuil du Val",)),
    "me": (("Me Durand", "Étude Maître Dubreuil"), ("Garage d'Armentières", "Bijoux Carême")),
    "me durand": (("Me Durand",), ("Garage Durand", "Étude Maître Dubreuil")),
    "maître durand": (("Me Durand",), ("Garage Durand", "Menuiserie Durand")),
    "me dubreuil": (("Étude Maître Dubreuil",), ("Du Breuil Peinture",)),
    "quatre": (("Les 4 Saisons", "4 Pattes Toilettage", "Les Quatre Vents"), ("Hôtel 14",)),
    "quatre saisons": (("Les 4 Saisons",), ("4 Pattes Toilettage",)),
    "4 vents": (("Les Quatre Vents",), ("Les 4 Saisons",)),
    "deux caps": (("Cidrerie des 2 Caps",), ("Hôtel 14",)),
    "2ème avenue": (("Pressing Deuxième Avenue",), ()),
    "premier pas": (("Crèche 1er Pas",), ()),
}
"""Written before the search was tried on them, except for the first of each kind."""
MORE_NAMES = (
    *("Guendalina Coiffure", "Breuil du Val", "Garage d'Armentières", "Bijoux Carême"),
    *("Garage Durand", "Menuiserie Durand", "Hôtel 14"),
)


def test_particles_titles_and_numbers_are_found_in_either_spelling(member: Member) -> None:
    for name in dict.fromkeys(
        (*(name for found, _ in OTHERS.values() for name in found), *MORE_NAMES)
    ):
        add_company(by=member, new=NewCompany(name, [], {}, [], "salon"))
    cards = Company.objects.filter(workspace=member.workspace)
    for text, (wanted, unwanted) in OTHERS.items():
        for found in (
            {found.name for found, _ in search(member.workspace, text, limit=60)},
            {card.name for card in narrowed(cards, text)},
        ):
            assert (text, set(wanted) - found) == (text, set())
            assert (text, found & set(unwanted)) == (text, set())


def test_a_name_written_like_the_searched_words_comes_first(member: Member) -> None:
    for name in ("Garage Le Guen", "Transports Leguen"):
        add_company(by=member, new=NewCompany(name, [], {}, [], "salon"))
    found = [card.name for card, _ in search(member.workspace, "leguen")]
    assert found == ["Transports Leguen", "Garage Le Guen"]
    assert len(search(member.workspace, "leguen", limit=1)) == 1


def names_found(member: Member, text: str) -> list[str]:
    if any(len(word) >= SHORTEST for word in words_of(text)):
        return [found.name for found, _ in search(member.workspace, text, limit=60)]
    cards = Company.objects.filter(workspace=member.workspace)
    return [card.name for card in narrowed(cards, text)]


def test_each_way_of_writing_a_name_finds_it(member: Member) -> None:
    """By the search from anywhere; a text of two letters (“h&m”) only by the list of the file,
    since the index knows no word so short.
    """
    for name in NAMES:
        add_company(by=member, new=NewCompany(name, [], {}, [], "salon"))
    missing = [
        (name, text)
        for name, texts in NAMES.items()
        for text in texts
        if name not in names_found(member, text)
    ]
    assert missing == []


def test_cards_of_before_get_the_new_spellings_behind_their_text() -> None:
    """The migration, and the journal's images in the same way: the same text gives the same."""
    moved = import_module("decroche.prospects.migrations.0010_more_spellings")
    assert moved.with_spellings("mt ventoux cycles") == "mt ventoux cycles mont"
    assert moved.with_spellings("gd hotel notre dame") == "gd hotel notre dame grand nd"
    assert moved.with_spellings("montagne grandir") == "montagne grandir"
    image = ["~", "prospects.company", [1], {"search_text": "nd"}, {"search_text": "mont"}]
    assert moved.image_with(image)[3:] == [
        {"search_text": "nd notre dame"},
        {"search_text": "mont mt"},
    ]
