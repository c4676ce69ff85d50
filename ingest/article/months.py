"""The names of months and weekdays, and the words beside dates, in the languages in which pages state them (pure data).

From general knowledge of English, German, French, Spanish, Italian, Portuguese, Dutch and the Scandinavian languages; a short form
that means two months is in none.
"""

from collections.abc import Mapping
from types import MappingProxyType

_MONTHS = """
january jan januar januari janvier janv enero ene gennaio gen janeiro jänner jän
february feb februar februari février fevrier févr fév febrero febbraio fevereiro fev
march mar march märz maerz mrz mär mars marzo março marco maart mrt marts
april apr april avril avr abril abr aprile
may may mai mayo maggio mag maio mei maj
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug août aout agosto ago augustus augusti
september sep sept septembre septiembre setiembre settembre setembro set
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez décembre décembre déc diciembre dic dicembre dezembro desember
"""
_WEEKDAYS = """
mon monday montag mo lundi lun lunes lunedì segunda-feira segunda maandag måndag mandag
tue tues tuesday dienstag di mardi martes martedì terça-feira terça dinsdag tisdag tirsdag
wed weds wednes wednesday mittwoch mi mercredi mer miércoles mercoledì quarta-feira quarta woensdag onsdag
thu thur thurs thursday donnerstag do jeudi jeu jueves giovedì quinta-feira quinta donderdag torsdag
fri friday freitag fr vendredi ven viernes venerdì sexta-feira sexta vrijdag fredag
sat satur saturday samstag sonnabend sa samedi sam sábado sabato zaterdag lördag lørdag
sun sunday sonntag so dimanche dim domingo domenica zondag söndag søndag
"""
PUBLISHED = (
    r"(?:(?:first|originally|date)\s+)?(?:published|posted|issued|created|filed|uploaded)(?:\s+online)?(?:\s+(?:on|at))?"
    r"|(?:zuerst\s+)?veröffentlicht(?:\s+am)?|erschienen(?:\s+am)?|publié(?:\s+le)?|publicado(?:\s+(?:el|em))?|pubblicato(?:\s+il)?"
    r"|gepubliceerd(?:\s+op)?|publicerad|publisert|udgivet"
)
UPDATED = (
    r"(?:last\s+)?(?:updated?|modified|revised|edited|corrected|amended)(?:\s+(?:on|at))?"
    r"|(?:zuletzt\s+)?(?:aktualisiert|geändert)(?:\s+am)?|(?:letzte\s+)?aktualisierung|(?:dernière\s+)?mise?\s+à\s+jour(?:\s+le)?"
    r"|(?:última\s+)?actualizaci[óo]n|actualizado(?:\s+el)?|(?:última\s+)?atualização|atualizado(?:\s+em)?"
    r"|(?:ultimo\s+)?aggiornamento|aggiornato(?:\s+(?:il|al))?|(?:laatst\s+)?(?:bijgewerkt|gewijzigd)(?:\s+op)?|laatste\s+update"
    r"|(?:senast\s+)?uppdatera[dt]|(?:sist\s+)?oppdatert|(?:senest\s+)?opdateret"
)
DAY_FIRST = (
    r"uhr|veröffentlicht|aktualisiert|stand|datum|von|publié|mis à jour|par|publicado|actualizado|atualizado|pubblicato|aggiornato|por"
)
GLUE = r"(?:at|on|and|um|à|a\s+las|alle|ore|às|om|kl\.?|le|el|il|em|op|am|uhr|hs)(?!\w)"  # between a day and its time


def _numbered(rows: str) -> Mapping[str, int]:
    return MappingProxyType({name: n for n, row in enumerate(rows.strip().split("\n"), start=1) for name in row.split()})


MONTHS = _numbered(_MONTHS)  # name in lower case, without a dot, to 1-12
WEEKDAYS = _numbered(_WEEKDAYS)  # the same to 1-7, Monday first


def any_of(names: Mapping[str, int]) -> str:
    """Return a pattern for any of the names, the longest first."""
    return "|".join(sorted(names, key=len, reverse=True))
