"""Words by which messages say that work is held, is not, or is held no longer, in the languages whose commands the
recorder knows (`content/lexicon.js`). Written for precision: what may mean something else is in no list."""

from __future__ import annotations

from msgspec import Struct

_WORDS_BETWEEN = r"(?:\s+[\w'’-]+){0,4}?\s+"
"""A few words of the same sentence."""
_NO_FURTHER = r"(?![.:,]?\d)"
"""Not within a time, a date or an amount."""
_NUMBER = rf"(?:\d{{1,3}}(?:[.,'’\s]\d{{3}})+|\d{{1,4}}){_NO_FURTHER}"
"""One that may count something: references have more digits."""
_ZERO = rf"(?<![\w.,:-])0{_NO_FURTHER}"
"""Of what is not held."""
_BEGINNING = r"(?:\A[\s(]*|(?<=\w{4}[.])\s+|(?<=[;!\n])\s*)"
"""Of a text or of a sentence in it, not what follows a short form (“no.”)."""


class _Language(Struct, frozen=True):
    """Regular expressions, each a list of alternatives."""

    held: str
    """What is put on hold or blocked, as a statement: no noun, no infinitive, no attribute ("blocked orders")."""
    denied: str
    """Words of denial, and of what only may or will be, that stand before it with nothing but `between` between."""
    between: str
    none: str
    """None, before or after it."""
    counts: str
    """What stands before a number that counts: there are."""
    others: str
    """Words a few words before it that make it no statement of the work: if, and what is locked while somebody else
    uses it."""
    released: str
    """Statements that something is no longer held."""
    no_longer: str
    """Words right before `held` with which it says that it was held."""


_ENGLISH = _Language(
    held="(?:placed |put )?on hold|blocked",
    denied="not|cannot|\\w+n['’]t|never|no|can|could|may|might|will|would|should|must",
    between="any|currently|yet|now|longer|is|are|was|were|be|been|being|to|get|got",
    none="no|none|nothing",
    counts="there (?:are|is|were)|you have|currently|total",
    others="if|unless|when",
    released="hold (?:was |has been )?(?:released|lifted)|released from hold|unblocked",
    no_longer="no longer",
)
_GERMAN = _Language(
    held="(?:zurückgestellt|gesperrt|blockiert)(?!\\s+(?:werden|sein)\\b)|auf halt|in (?:die )?wartestellung",
    denied="nicht|nie|niemals",
    between="mehr|länger|derzeit|aktuell|momentan|zurzeit",
    none="kein|keine|keiner|keinen|keinem|nichts|niemand",
    counts="es (?:sind|ist|gibt)|derzeit|aktuell|insgesamt",
    others="wenn|falls|sobald|ob|benutzer|nutzer|anwender|sitzung|datensatz|datei|feld|bildschirm",
    released="(?:zurückstellung|sperre|blockierung|wartestellung) (?:wurde |ist )?(?:aufgehoben|beendet)|entsperrt",
    no_longer="nicht mehr|nicht länger",
)
_SPANISH = _Language(
    held="(?:puest[oa]s?|colocad[oa]s?|está|están|quedó|quedaron|queda|quedan) en espera(?!\\s+de)|bloquead[oa]s?",
    denied="no|nunca|puede|pueden|podría|debe|deben|será|serán",
    between="está|están|es|ha|han|sido|fue|fueron|ser|se|ya|actualmente|encuentra|encuentran",
    none="ningún|ninguno|ninguna|nada",
    counts="hay|tiene|total",
    others="si|cuando|usuario|usuaria|sesión|registro|archivo|campo|pantalla",
    released="desbloquead[oa]s?|ya no (?:está|están) en espera|bloqueo (?:ha sido |fue )?(?:levantado|retirado)",
    no_longer="ya no está|ya no están",
)
_FRENCH = _Language(
    held="(?:mise?s?|placée?s?) en attente(?!\\s+(?:impossible|refusée))|bloquée?s?",
    denied="la|une|cette|votre|pas|plus|jamais|peut|peuvent|pourrait|doit|doivent|sera|seront",
    between="encore|actuellement|été|être",
    none="aucun|aucune|rien",
    counts="il y a|vous avez|total",
    others="si|quand|lorsque|utilisateur|session|enregistrement|fichier|champ|écran",
    released="débloquée?s?|n['’](?:est|était|sont) plus en attente|"
    "(?:mise en attente|blocage) (?:a été |est )?(?:levée?|annulée?|terminée?)",
    no_longer="n['’]est plus|ne sont plus",
)
_ITALIAN = _Language(
    held="(?:mess[oaie]|post[oaie]|è|sono) in (?:attesa|sospeso)(?!\\s+d)|bloccat[oaie]",
    denied="non|mai|può|possono|potrebbe|deve|devono|sarà|saranno",
    between="è|sono|stato|stata|stati|state|più|ancora|viene|attualmente|essere",
    none="nessun|nessuno|nessuna|niente|nulla",
    counts="ci sono|c['’]è|totale",
    others="se|quando|utente|sessione|record|file|campo|schermo",
    released="sbloccat[oaie]|non (?:è|sono) più in (?:attesa|sospeso)|blocco (?:è stato )?(?:rimosso|revocato)",
    no_longer="non è più|non sono più",
)
_DUTCH = _Language(
    held="(?:geblokkeerd|in de wacht gezet|in de wacht geplaatst)(?!\\s+worden)|(?:is|zijn|staat|staan) in de wacht",
    denied="niet|nooit",
    between="meer|langer|momenteel|nog|is|zijn|staat|staan",
    none="geen|niets|niemand",
    counts="er (?:zijn|is|staan|staat)|momenteel|totaal",
    others="als|indien|wanneer|gebruiker|sessie|record|bestand|veld|scherm",
    released="gedeblokkeerd|(?:blokkering|blokkade) (?:is |werd )?opgeheven|"
    "(?:staat|staan|is|zijn) niet (?:meer|langer) in de wacht",
    no_longer="niet meer|niet langer",
)
_POLISH = _Language(
    held="(?:wstrzyman|zablokowan)[aeoy]",
    denied="nie|może|mogą|musi|będzie|będą",
    between="jest|są|został|została|zostało|zostały|był|była|było|być|już",
    none="żaden|żadna|żadne|nic|brak",
    counts="jest|są|razem",
    others="jeśli|gdy|kiedy|użytkownik|użytkownika|sesja|rekord|plik|pole|ekran",
    released="odblokowan[aeoy]|wznowion[aeoy]|(?:blokada|wstrzymanie) (?:została |zostało )?(?:zdjęta|cofnięt[ae])",
    no_longer="nie jest już|nie są już",
)
_PORTUGUESE = _Language(
    held="(?:colocad[oa]s?|post[oa]s?|está|estão|ficou|ficaram) em espera(?!\\s+d)|bloquead[oa]s?",
    denied="não|nunca|jamais|pode|podem|poderia|deve|devem|será|serão",
    between="está|estão|foi|foram|mais|ser|ainda|atualmente|se|encontra",
    none="nenhum|nenhuma|nada",
    counts="há|existem|total",
    others="quando|usuário|utilizador|sessão|registro|registo|arquivo|ficheiro|campo|tela",
    released="desbloquead[oa]s?|não (?:está|estão) mais em espera|bloqueio (?:foi )?(?:removido|retirado|levantado)",
    no_longer="não está mais|não estão mais|já não está",
)
_LANGUAGES = (
    _ENGLISH, _GERMAN, _SPANISH, _FRENCH, _ITALIAN, _DUTCH, _POLISH, _PORTUGUESE,
)  # fmt: skip

_HOLD = rf"\b(?:{'|'.join(one.held for one in _LANGUAGES)})\b"
_DENIED = "|".join(rf"(?:{one.denied})(?:\s+(?:{one.between}))*" for one in _LANGUAGES)
_BEFORE = "|".join(
    rf"(?:{one.none}|{_ZERO}|{one.others})\b{_WORDS_BETWEEN}(?:{one.held})" for one in _LANGUAGES
)
_COUNTS = "|".join(one.counts for one in _LANGUAGES)
_COUNTED = rf"(?:{_BEGINNING}|\b(?:{_COUNTS}):?\s+){_NUMBER}(?:\s+(?!\d)[\w'’-]+){{0,4}}?\s+{_HOLD}"
"""“12 orders on hold”."""
_NONE = "|".join(one.none for one in _LANGUAGES)
_END = r"(?=\s*(?:[.;,!)|\n]|\Z))"
_COUNT_BEHIND = (
    rf"{_HOLD}(?:\s+(?!\d)[\w'’-]+){{0,2}}?"
    rf"(?:\s*[:=(]\s*(?:{_NUMBER}|{_NONE}){_END}|\s+(?:{_NONE}){_END}|(?:\s*[:=(]\s*|\s+)0\b{_NO_FURTHER})"
)
"""“Orders on hold: 12”, which is no hold of one of them."""
_NOT_HELD = rf"(?:\b(?:(?:{_DENIED})\s+{_HOLD}|(?:{_BEFORE})\b)|{_COUNTED}|{_COUNT_BEHIND})"
HELD = rf"\A(?=[\s\S]*?{_HOLD})(?![\s\S]*\?\s*\Z)(?:{_NOT_HELD}|(?!{_HOLD})[\s\S])*+{_HOLD}"
"""Matches a text that somewhere states that something is held, counts nothing by it and asks nothing."""
RELEASED = "|".join(rf"\b(?:{one.released}|(?:{one.no_longer}) (?:{one.held}))\b" for one in _LANGUAGES)
