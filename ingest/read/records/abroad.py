"""The names that records in other languages give to our fields, best first, without accents (pure data).

The languages are those of ``ingest.article.months``; a name that means something else in an English record is in none.
"""

from collections.abc import Mapping
from types import MappingProxyType

NAMES_ABROAD: Mapping[str, str] = MappingProxyType({
    "title": """titel uberschrift schlagzeile titre titulo titular encabezado titolo titolare manchete krantenkop kop rubrik overskrift
        tittel
        artikeltitel titrearticle tituloarticulo""",
    "published": """veroffentlicht veroffentlichtam veroffentlichungsdatum erscheinungsdatum erschienen publiziert datum datepublication
        datedepublication dateparution datedeparution publiele parution fecha fechapublicacion fechadepublicacion publicado
        datapubblicazione
        datadipubblicazione pubblicato datapublicacao datadepublicacao publicatiedatum gepubliceerd publicerad publiceringsdatum udgivet
        udgivelsesdato publisert dato""",
    "updated": """aktualisiert aktualisierung geandert misajour datemaj datemiseajour modifiele modifie actualizado fechaactualizacion
        fechamodificacion modificado aggiornato dataaggiornamento atualizado dataatualizacao bijgewerkt gewijzigd uppdaterad andrad
        opdateret
        oppdatert endret""",
    "source": """journal zeitung quelle medienname titrejournal nomjournal fuente periodico diario medio nombremedio testata giornale
        fonte veiculo
        jornal krant bron tidning kalla avis avisnavn kilde""",
    "url": "lien lienarticle enlace adresse lank lenke",
    "byline": """autor autorin autoren verfasser verfasserin auteur auteurs journaliste autora autores autore autori redacteur verslaggever
        skribent forfattare forfatter forfattere""",
    "text": """volltext artikeltext inhalt fliesstext texte texteintegral contenu corps texto cuerpo contenido textocompleto testo contenuto
        corpo conteudo tekst inhoud artikeltekst brodtext innehall brodtekst indhold innhold""",
    "abstract": "vorspann zusammenfassung chapo chapeau resumen entradilla sommario resumo samenvatting sammanfattning",
})  # fmt: skip
