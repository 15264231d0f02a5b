"""Exports of the programs people leave: their columns are recognised as they are. Companies and
numbers are made up.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.intake.test_import import bring, sum_holds, write

# program: (header, row); each row is the same company and person, as far as the program has columns
# for them.
EXPORTS = {
    "Google Contacts": (
        (
            "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic "
            "Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization "
            "Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 "
            "- Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - "
            "Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - "
            "Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended "
            "Address,Website 1 - Label,Website 1 - Value"
        ),
        (
            "Hélène,,Durand,,,,,,,,Imprimerie du Canal,Directrice de la communication,,,,,* "
            "myContacts,Work,h.durand@canal.example,Work,03 53 01 12 34,Work,,12 rue du "
            "Port,Lille,,,59000,FR,,Work,www.canal.example"
        ),
    ),
    "Google Contacts, before 2024": (
        (
            "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,E-mail 1 - "
            "Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - "
            "Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - "
            "City,Address 1 - Postal Code,Organization 1 - Type,Organization 1 - "
            "Name,Organization 1 - Title,Website 1 - Value"
        ),
        (
            "Hélène Durand,Hélène,,Durand,,* myContacts,* Work,h.durand@canal.example,Work,03 53 "
            "01 12 34 ::: 06 39 98 12 34,,,Work,,12 rue du Port,Lille,59000,,Imprimerie du "
            "Canal,Directrice de la communication,www.canal.example"
        ),
    ),
    "Outlook": (
        (
            "First Name,Middle Name,Last Name,Title,Suffix,Nickname,E-mail Address,E-mail 2 "
            "Address,Home Phone,Business Phone,Mobile Phone,Business Fax,Company,Job "
            "Title,Department,Business Street,Business City,Business State,Business Postal "
            "Code,Business Country/Region,Web Page,Notes,Categories"
        ),
        (
            "Hélène,,Durand,Mme,,,h.durand@canal.example,,,03 53 01 12 34,,,Imprimerie du "
            "Canal,Directrice de la communication,,12 rue du "
            "Port,Lille,,59000,France,www.canal.example,,"
        ),
    ),
    "Outlook en français": (
        (
            '"Titre","Prénom","Deuxième prénom","Nom","Suffixe","Société","Service","Titre","Rue '
            '(bureau)","Rue (bureau) 2","Rue (bureau) 3","Ville (bureau)","Dép/Région '
            '(bureau)","Code postal (bureau)","Pays/Région (bureau)","Rue (domicile)","Ville '
            '(domicile)","Code postal (domicile)","Télécopie (bureau)","Téléphone '
            '(bureau)","Téléphone 2 (bureau)","Téléphone société","Téléphone (domicile)","Tél. '
            'mobile","Adresse de messagerie","Type de messagerie","Nom complet de l\'adresse de '
            'messagerie","Page Web","Notes","Catégories"'
        ),
        (
            '"Mme","Hélène","","Durand","","Imprimerie du Canal","","Directrice de la '
            'communication","12 rue du Port","","","Lille","","59000","France","","","","","03 '
            '53 01 12 34","","","","","h.durand@canal.example","SMTP","Hélène Durand '
            '(h.durand@canal.example)","www.canal.example","",""'
        ),
    ),
    "HubSpot, companies": (
        (
            "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date "
            "(GMT+1),City,Country/Region,Industry,Street Address,Postal Code,Website URL,Number "
            "of Employees"
        ),
        (
            "90210,Imprimerie du Canal,Camille Arnaud,2026-01-05 10:00,+33 3 53 01 12 "
            "34,,Lille,France,PRINTING,12 rue du Port,59000,www.canal.example,60"
        ),
    ),
    "HubSpot, contacts": (
        (
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated "
            "Company,Job Title,Lead Status,Last Activity Date (GMT+1)"
        ),
        (
            "1,Hélène,Durand,h.durand@canal.example,+33 3 53 01 12 34,Camille Arnaud,Imprimerie "
            "du Canal,Directrice de la communication,New,"
        ),
    ),
    "HubSpot en français": (
        (
            "ID de fiche d'informations,Nom de l'entreprise,Propriétaire de l'entreprise,Date de "
            "création,Numéro de téléphone,Ville,Pays/région,Secteur d'activité,Adresse "
            "postale,Code postal,URL du site web,Nombre d'employés"
        ),
        (
            "90210,Imprimerie du Canal,Camille Arnaud,2026-01-05,03 53 01 12 "
            "34,Lille,France,Imprimerie,12 rue du Port,59000,www.canal.example,60"
        ),
    ),
    "Pipedrive": (
        (
            "Person - Name,Person - Phone - Work,Person - Phone - Mobile,Person - Email - "
            "Work,Person - Job title,Organization - Name,Organization - Address,Organization - "
            "City/town/village/locality of Address,Organization - ZIP/Postal code of "
            "Address,Person - Owner"
        ),
        (
            "Hélène Durand,03 53 01 12 34,,h.durand@canal.example,Directrice de la "
            "communication,Imprimerie du Canal,12 rue du Port,Lille,59000,Camille"
        ),
    ),
    "Pipedrive en français": (
        (
            "Personne - Nom,Personne - Téléphone - Travail,Personne - E-mail - Travail,Personne "
            "- Intitulé du poste,Organisation - Nom,Organisation - Adresse,Personne - "
            "Propriétaire"
        ),
        (
            "Hélène Durand,03 53 01 12 34,h.durand@canal.example,Directrice de la "
            "communication,Imprimerie du Canal,12 rue du Port 59000 Lille,Camille"
        ),
    ),
    "noCRM": (
        (
            "Lead ID;Lead Title;Status;Step;Amount;Created at;User;Company;First name;Last "
            "name;Job title;Email;Phone;Mobile;Street;City;Zip;Website;Tags"
        ),
        (
            "12;Imprimerie du Canal;todo;Nouveau;;2026-01-05;camille;Imprimerie du "
            "Canal;Hélène;Durand;Directrice de la communication;h.durand@canal.example;03 53 01 "
            "12 34;;12 rue du Port;Lille;59000;www.canal.example;print"
        ),
    ),
    "Odoo": (
        (
            "Company Name,Contact Name,Job "
            "Position,Email,Phone,Mobile,Street,Street2,City,Zip,Country,Website,Tags,Salesperson"
        ),
        (
            "Imprimerie du Canal,Hélène Durand,Directrice de la "
            "communication,h.durand@canal.example,+33 3 53 01 12 34,,12 rue du "
            "Port,,Lille,59000,France,http://www.canal.example,,Camille"
        ),
    ),
    "Odoo, names of its fields": (
        "id,partner_name,contact_name,function,email_from,phone,street,city,zip,website",
        (
            "__export__.crm_lead_1,Imprimerie du Canal,Hélène Durand,Directrice de la "
            "communication,h.durand@canal.example,+33353011234,12 rue du "
            "Port,Lille,59000,www.canal.example"
        ),
    ),
    "Dolibarr": (
        (
            "Name* (s.nom),Status* (s.status),Customer code (s.code_client),Address "
            "(s.address),Zip Code (s.zip),Town (s.town),Phone (s.phone),Fax (s.fax),Web "
            "(s.url),Email (s.email),SIREN (s.siren),SIRET (s.siret),NAF-APE (s.ape),Prospect "
            "status (s.fk_stcomm),Staff (s.fk_effectif)"
        ),
        (
            "Imprimerie du Canal,1,CU2601-0001,12 rue du Port,59000,Lille,0353011234,,"
            "www.canal.example,contact@canal.example,,73282932000074,18.12Z,0,"
        ),
    ),
    "EspoCRM": (
        (
            "Name,Website,Email,Phone,Type,Industry,Billing Address Street,Billing Address "
            "City,Billing Address State,Billing Address Country,Billing Address Postal "
            "Code,Description,Assigned User"
        ),
        (
            "Imprimerie du "
            "Canal,www.canal.example,contact@canal.example,+33353011234,Prospect,Printing,12 rue "
            "du Port,Lille,,France,59000,,Camille"
        ),
    ),
    "EspoCRM, names of its fields": (
        (
            "id,name,website,emailAddress,phoneNumber,type,industry,billingAddressStreet,"
            "billingAddressCity,billingAddressPostalCode,description"
        ),
        (
            "65a,Imprimerie du "
            "Canal,www.canal.example,contact@canal.example,+33353011234,Prospect,Printing,12 rue "
            "du Port,Lille,59000,"
        ),
    ),
}


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_recognised(member: Member, tmp_path: Path, program: str) -> None:
    header, row = EXPORTS[program]
    batch = bring(member, write(tmp_path, f"{header}\n{row}\n"))
    assert (batch.created_count, batch.aside_count) == (1, 0)
    assert sum_holds(batch)
    card = Company.objects.get()
    assert card.name == "Imprimerie du Canal"
    assert "+33353011234" in set(card.numbers.values_list("e164", flat=True))
    names = header.lower()
    person = card.contacts.first()
    if "durand" in row.lower():
        assert person
        civility = "Mme " if "mme" in row.lower() else ""
        assert person.name == f"{civility}Hélène Durand"
        assert "h.durand@canal.example" in (person.email, card.email)
        assert person.role == "communication"
    if "lille" in row.lower():
        assert (card.postcode, card.city) == ("59000", "Lille")
    if "12 rue du port" in row.lower():
        assert card.address.startswith("12 rue du Port")
    if "canal.example" in row.replace("@canal", "") and ("web" in names or "url" in names):
        assert "canal.example" in card.website
    values = [
        cell.strip('"') for cell in next(csv.reader([row], delimiter=";" if ";" in row else ","))
    ]
    if "Camille" in values:  # whose card it was: kept under its own name
        assert "Camille" in card.details.values()
    assert "Camille" not in " ".join(
        [card.name, card.notes, *card.contacts.values_list("name", flat=True)]
    )
