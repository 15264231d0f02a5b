"""How names, civilities, initials and titles are written on a line of paper: patterns. Pure."""

from __future__ import annotations

CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
WORD = rf"{CAPITAL}[\w'’.-]{{0,40}}"
SMALL = r"(?:d['’]|l['’]|de la |de l['’]|de |du |des |le |la |van |von |da |el |ben )"
SHOUTED = r"(?:NON|OUI|STOP|OK|KO|VU|RDV|NPA|NRP|HS|TJM|URGENT|RAPPELER|MAIL|TEL)"
"""Remarks in capitals, which are no part of the name before them: “Mme Ferré NON NON”."""
NOT_A_NAME = (
    r"(?!(?:PDG|DG|DGA|DGS|DRH|DAF|DSI|RH|CEO|CFO|COM"
    rf"|{SHOUTED}|(?i:direct(?:eur|rice)|pr[ée]sidente?"
    r"|g[ée]rante?|responsable|resp|charg[ée]e?|assistante?|secr[ée]taire|comptable))\b)"
)
PERSON = rf"(?:{CAPITAL}\.[ -]?)?(?:{SMALL})?{WORD}(?: {NOT_A_NAME}(?:{SMALL})?{WORD}){{0,2}}"
CIVILITY = (
    r"(?:M\.|Mr\.?|M(?= [A-Z])|Mrs\.?|Ms\.?|Mme|Mlle|Melle|Mle|Madame|Monsieur|Dr\.?|Me(?= [A-Z]))"
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
    r"|p\.?d\.?g\b\.?|d\.?g\b|d\.?r\.?h\b|r\.?h\b|dircom\b"
    r"|com(?:m|munication|pta(?:bilit[ée])?|ptable)?\b|secr[ée]taires?\b|secr[ée]tariat\b"
    r"|sec(?:r[ée]?t?)?\. ?g(?:[ée]n|al)?\b\.?|secr[ée]t\b\.?"
    r"|accueil\b|commercia(?:l|le)\b|marketing\b|mkt\b|mktg\b|patron(?:ne)?\b|pr[ée]sidente?\b|pr[ée]s(?:\.|(?=\s*[:=]))|[ée]lue?\b|acheteu(?:r|se)\b"
    r"|associ[ée]e?\b|fondat(?:eur|rice)\b|chef(?:fe)?\b|daf\b|cfo\b|ceo\b|dpo\b|dgs\b|dsi\b"
    r"|office manager\b|standardiste\b|h[ôo]tesse\b|ressources humaines\b|direction\b|presse\b"
    r"|qualit[ée]\b|intendante?\b|[ée]conome\b|[ée]co\.|proviseure?\b|principale?\b|titulaire\b"
    r"|clerc\b"
    r"|cadre\b|admin\b\.?|animat(?:eur|rice)\b|r[ée]gisseu(?:r|se)\b|propri[ée]taire\b)"
    r"(?: (?:de la |de l['’]|du |de |des |d['’]|en )?"
    r"(?:com(?:m|munication)?|rh|r\.h\."
    r"|marketing|mkt|mktg|ressources humaines|g[ée]n[ée]rale?|commerciale?|adjointe?|technique"
    r"|mission|achats?|appro|qualit[ée]|projets?|site|magasin|agence|presse"
    r"|administrati(?:f|ve)|digitale?|interne|externe)\b)?)"
)
ASK = (
    r"(?:voir avec|voir|demander|demande(?:r)? [àa]|dem\.|dde|v\.|contacter|contact"
    r"|interlocut(?:eur|rice)|interl\."
    r"|s['’]adresser [àa]|parler [àa]|(?<!\w )chez|attn|att\.|c/o)"
)
