"""How names, civilities, initials and titles are written on a line of paper: patterns. Pure."""

from __future__ import annotations

CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
WORD = rf"{CAPITAL}[\w'’.-]{{0,40}}"
SMALL = r"(?:d['’]|l['’]|de la |de l['’]|de |du |des |le |la |van |von |da |el |ben )"
SHOUTED = (
    r"(?:NON|OUI|STOP|OK|KO|VU|RDV|NPA|NRP|HS|TJM|URGENT|RAPPELER|RAPPEL|MAIL|TEL|D[EÉ]J[AÀ]|PAS"
    r"|PLUS|ABSENTE?|UNE?|EN|AUX?|QUI|POUR|AVEC|SUR|VEUT|NE|SERA|EST|REFUSE?|ACCUEIL|DEMANDE"
    r"|CONG[EÉ]S?|OCCUP[EÉ]E?|R[EÉ]PONDEUR|MESSAGE|CHERCHE|JUSQU|AGENCE|BUDGET|DEVIS"
    r"|INT[EÉ]RESS[EÉ]E?|RELANCER?|PREND)"
)
"""Remarks in capitals, which are no part of the name before them: “Mme Ferré NON NON”."""
NOT_A_NAME = (
    r"(?!(?:PDG|DG|DGA|DGS|DRH|RRH|DAF|DSI|RH|CEO|CFO|COM"
    rf"|{SHOUTED}|(?i:direct(?:eur|rice)|pr[ée]sidente?"
    r"|patron(?:ne)?|secr[ée]tariat|compta|standard|poste|intendante?|acheteu(?:r|se)|owner|manager"
    r"|g[ée]rante?|responsable|resp|charg[ée]e?|assistante?|secr[ée]taire|comptable))\b)"
)
PERSON = (
    rf"(?:{CAPITAL}\.[ -]?)?(?:{SMALL})?{WORD}"
    rf"(?:(?<![a-zà-ÿ]{{3}}\.) {NOT_A_NAME}(?:{SMALL})?{WORD}){{0,2}}"
)
CIVILITY = (
    r"(?:M\.|Mr\.?|M(?= [A-Z])|Mrs\.?|Ms\.?|Mme|Mlle|Melle|Mle|Madame|Monsieur|Dr\.?|Me(?= [A-Z])"
    r"|(?:mme|mlle|mr|monsieur|madame|ma[iî]tre|docteur)(?= [A-ZÀ-Þ])"
    r"|(?<![\w'’]\s)(?<!\w)(?:Docteur|Ma[iî]tre|Professeur|Pr\.|Miss)(?= [A-ZÀ-Þ])"
    r"|(?:MR|MME|MLLE|MADAME|MONSIEUR|MA[IÎ]TRE|DR)\b\.?(?= [A-Z])"
    r"|ME(?= [A-Z]{3})(?! (?:R?APPELE|RE?CONT|RELANC|CONTACT|ENVO|DONNE|FAIRE|DIRE|TENIR|MAIL"
    r"|R[EÉ]POND|TRANSM|JOINDRE|LAISSE)))"
)
INITIALS = (
    r"(?:(?:[A-ZÉ]|Ph|Ch|Th|Cl)\.(?:[ -]?[A-ZÉ]\.)?|[A-Z]-[A-Z]\.?"
    r"|(?:J[PMFCLBY]|M[CFLH]|P[YA]|A[MLC])(?= [A-ZÀ-Þ][a-zà-ÿ]))"
)
"""“T.”, “M-C”, “Ph.”, and of two first names without a point: “JP Lacroix”."""
TITLE = (
    r"(?:(?:le |la |l['’])?(?:serv(?:ice|\.) |p[ôo]le |d[ée]partement )?"
    r"(?:co-?)?(?:dir(?:ecteurs?|ectrices?)?\b\.?|resp(?:onsables?)?\b\.?"
    r"|charg[ée]e?s?\b|ch[a]?g[ée]e?\b\.?|assistante?s?\b|adjointe?s?(?: de direction)?\b"
    r"|g[ée]rante?s?\b"
    r"|dirigeante?s?\b|cog[ée]rante?s?\b|attach[ée]e?s?\b|gestionnaires?\b|recruteu(?:r|se)\b"
    r"|recrutement\b|rrh\b|hr(?: manager| director)?\b|community manager\b|owner\b|founder\b"
    r"|manager\b|exploitante?\b|maire(?:sse)?\b|assist\.?(?= )|boss\b|webmaster\b|recruiter\b"
    r"|(?:vice|sous)-(?:pr[ée]sidente?|direct(?:eur|rice))\b|relations presse\b|cpe\b|raf\b"
    r"|(?:head|director|vp) of (?:communications?|comms|hr|marketing|people|sales)\b"
    r"|(?:comms?|communications?|talent|sales|brand) (?:manager|director|officer|lead|assistant)\b"
    r"|p\.?d\.?g\b\.?|d\.?g\.?a?\b|d\.?r\.?h\b|r\.?h\b|dircom\b"
    r"|com(?:m|munication|pta(?:bilit[ée])?|ptable)?\b|secr[ée]taires?\b|secr[ée]tariat\b"
    r"|sec(?:r[ée]?t?)?\. ?g(?:[ée]n|al)?\b\.?|secr[ée]t\b\.?|secr\.(?!\w)|cpta\b"
    r"|accueil\b|commercia(?:l|le)\b|marketing\b|mkt\b|mktg\b|patron(?:ne)?\b|pr[ée]sidente?\b"
    r"|pr[ée]s(?:\.|(?=\s*[:=]))|[ée]lue?\b|acheteu(?:r|se)\b"
    r"|associ[ée]e?\b|fondat(?:eur|rice)\b|chef(?:fe)?\b|daf\b|cfo\b|ceo\b|dpo\b|dgs\b|dsi\b"
    r"|office manager\b|standardiste\b|h[ôo]tesse\b|ressources humaines\b|direction\b|presse\b"
    r"|qualit[ée]\b|intendante?\b|[ée]conome\b|[ée]co\.|proviseure?\b|principale?\b|titulaire\b"
    r"|clerc\b"
    r"|g[ée]r\.(?!\w)|ing[ée]nieure?s?\b|technicien(?:ne)?s?\b"
    r"|r[ée]dact(?:eur|rice)s?(?: en chef)?\b"
    r"|tr[ée]sori(?:er|[èe]re)\b|conservat(?:eur|rice)\b|doyen(?:ne)?\b|recteur\b|rectrice\b"
    r"|contrema[îi]tre\b|vendeu(?:r|se)\b|caissi(?:er|[èe]re)\b|stagiaire\b|alternante?\b"
    r"|apprentie?\b|formateu(?:r|rice)\b|formatrice\b"
    r"|coordinat(?:eur|rice)\b|administrat(?:eur|rice)\b|greffi(?:er|[èe]re)\b"
    r"|capitaine\b|archiviste\b|bras droit\b|r[ée]ceptionniste\b|gouvernante\b"
    r"|sommeli(?:er|[èe]re)\b"
    r"|(?:shop|store|general|account|project|product|practice|plant|site|branch) manager\b"
    r"|head ?(?:master|mistress|teacher)\b|bursar\b|chair(?:man|woman|person)\b"
    r"|(?:personal|executive) assistant\b|pa\b|gm\b|managing director\b|partner\b|buyer\b"
    r"|receptionist\b|secretary\b|bookkeeper\b|accountant\b"
    r"|conduct(?:eur|rice)s? (?:de )?travaux\b|cond\.? tvx\b|cdt\b(?= )"
    r"|cadre\b|admin\b\.?|animat(?:eur|rice)\b|r[ée]gisseu(?:r|se)\b|propri[ée]taire\b)"
    r"(?:(?: et| &|-)? ?(?<=[ \-'’&])(?:de la |de l['’]|du |de |des |d['’]|en |au )?"
    r"(?:com(?:m|munication)?|rh|r\.h\.|recrutement|direction|paie|projets? (?:marketing|com)"
    r"|marketing|mkt|mktg|ressources humaines|g[ée]n[ée]rale?|commerciale?|adjointe?|technique"
    r"|mission|achats?|appro|qualit[ée]|projets?|site|magasin|agence|presse|personnel"
    r"|administrati(?:f|ve)|financi(?:er|[èe]re)|digitale?|interne|externe"
    r"|[ée]v[ée]nementiel(?:le)?"
    r"|op[ée]rations|[ée]tablissement|entreprise|mairie|maire|produits?|rayon|affaires"
    r"|asso(?:ciation)?"
    r"|boutique|secteur|r[ée]gion|zone|comptes|d[ée]veloppement|h[ée]bergement|cuisine|client[èe]le|travaux|production|logistique|exploitation|formation"
    r"|p[ée]dagogique|artistique|culturel(?:le)?|ventes|export|g[ée]rante?|associ[ée]e?"
    r"|manager|director|officer|assistant|cabinet|promotion|pub(?:licit[ée])?|publications?"
    r"|log(?:istique)?|tech(?:n)?|prod|expl|maint|fin|co(?=[ .:,])"
    r"|m[ée]diation|accueil|comptable|informatique|juridique|s[ée]curit[ée]|maintenance)\b){0,2})"
)
ASK = (
    r"(?:(?:(?:il|y) )?(?:faut|faudra|faudrait) (?:demander|voir(?: avec)?|parler [àa]|passer par)"
    r"|(?:tu |vous |[àa] )demande[rsz]?(?: [àa] parler [àa])?|demander [àa] parler [àa]|demandez"
    r"|(?:please )?ask(?:ed)?(?: for)?|(?:speak|talk) (?:to|with)"
    r"|voir avec|voir|demander|demande(?:r)? [àa]|dem\.|dde|v\.|contacter|contact"
    r"|interlocut(?:eur|rice)|interl\."
    r"|s['’]adresser [àa]|parler [àa]|(?<!\w )chez|attn|att\.|c/o)"
)
DOES = (
    r"(?:(?:qui )?(?:s['’]occupe|g[èe]re|est en charge|est charg[ée]e|est responsable)"
    r" (?:aussi )?(?:de la |de l['’]|du |des |de |la |les |le |l['’])?"
    r"(?:communication|com\b|rh\b|marketing|recrutements?|ressources humaines|presse|personnel))"
)
"""What somebody does, said as a clause: “qui s’occupe de la com”."""
