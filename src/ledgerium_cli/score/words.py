"""The English that the rules know: short word lists rather than a language model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.english_stemmer import EnglishStemmer

VERBS = frozenset(
    """accept access acknowledge activate add address adjust administer admit advise affix agitate agree
    alert align allocate analyse analyze answer append apply appoint approve archive arrange ask aspirate
    assemble assess assign attach attack attend audit authenticate authorise authorize autoclave back
    begin bill block bolt book brief bring browse brush build calculate calibrate call cancel capture
    carry categorise categorize centrifuge change charge check choose circulate clamp clarify classify
    clean clear click clone close collect combine commit communicate compare compile complete compose
    compress compute conduct configure confirm connect consult contact convert cool copy correct count
    create cross customise customize cut dab debrief decide decline decrease deduct define deflate
    delegate delete deliver demonstrate deny deploy deposit describe deselect destroy detach detect
    determine diagnose dial dilute disable disassemble discard discharge disconnect discuss disinfect
    dismantle dispatch dispense display dispose dispute distribute divide document doff don double-check
    double-click download draft drag drain draw drill drop dry duplicate e-mail edit elevate email empty
    enable enclose encrypt end endorse enrol enroll enter erase escalate escort estimate evacuate evaluate
    examine exchange exclude execute exit expand explain export extend extinguish extract face fasten feed
    fetch file fill filter find fix flag flatten flush fold follow forecast format forward freeze gather
    generate get give go grant grease greet group halt hand heat highlight hold hover identify immerse
    implement import include increase incubate indicate inflate inform initial initiate inject input
    insert inspect install instruct interview introduce investigate invite invoice irrigate isolate issue
    join justify keep label launch lay leave lend let liaise lift link list listen load lock log look
    loosen lower lubricate make map mark match measure meet merge migrate mitigate mix mobilise mobilize
    modify moisten monitor mount move name navigate negotiate nominate note notify observe obtain offer
    open operate order organise organize override pack page paint palpate pass paste patch pause pay
    perform phone photograph pick pin ping pipette place plan plug position post pour preheat prepare
    prescribe press preview print proceed procure produce promote propose provide provision publish pull
    punch purchase purge push put quarantine query radio raise re-enter re-run reach read reassign rebase
    reboot recalculate receive recommend reconcile reconnect record recount recover recruit recycle
    redirect redo reduce refer refill refresh refund refuse register reimburse reinstall reinstate reject
    release reload relocate remind remit remove rename renew reopen repeat replace reply report request
    rerun reschedule rescue resend reserve reset resolve respond restart restock restore restrict resume
    retain retest retrieve retry return reverse revert review revoke rework rinse roll rollback rotate
    route run sample sanitise sanitize save scan schedule screen scroll scrub seal search secure segregate
    select send separate serve set settle shake ship shout show shut sign sit skip slide soak solve sort
    specify split spray squeeze stabilise stabilize stack stamp staple start sterilise sterilize stick
    stir stop store stretch submerge submit subscribe substitute subtract summarise summarize supervise
    supply suspend swab swap sweep swipe switch sync synchronise synchronize tag take tap tape tare tell
    terminate test thaw throw tick tie tighten tilt titrate toggle trace track transfer translate transmit
    transport treat triage trigger trim troubleshoot turn type unassign unblock unbolt uncheck uncover
    undo undress uninstall unlock unmark unmount unpack unplug unscrew unsubscribe untick update upgrade
    upload use vacuum validate verify view visit void wait wake walk warn wash watch wear weigh weld wet
    wipe withdraw wrap write zip""".split()
)
"""Verbs with which an instruction may begin, in the imperative; in the third person they follow a role."""
PARTICLES = frozenset("down off out up".split())
"""Words behind a verb: `Branch off main`."""
THINGS = frozenset(
    """address bill block book case change charge contact document e-mail email end exchange file group invoice issue
    label offer order page phone plan position post project purchase query refund release request return review route
    sample schedule seal start store test transfer transport visit""".split()
)
"""Verbs that also name a thing: in `Enter supplier, invoice date and order` nothing is invoiced or ordered."""
OF_THINGS = frozenset(
    """address amount code date day description details field id line name no number price quantity reason reference
    result status text time title total type value""".split()
)
"""What such a thing has: `invoice date`."""
UNSEEN = frozenset(
    """achieve address aim assure be become care comply consider continue coordinate do ensure foster guarantee handle
    have know maintain make manage process promote remember see strive support try understand""".split()
)
"""Verbs for what nobody could see being done, so they do not instruct; nor does `make sure`."""
OF_TIME = frozenset(
    """a after am and at before beginning by daily day days each end evening every first fourth hour hourly hours in
    last minute minutes month monthly months morning night noon of on once pm quarter second shift start the then third
    twice utc week weekday weekdays weekly weeks within working year yearly years monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november december
    """.split()
)
"""The words of a cell that gives nothing but a time."""
DETERMINERS = frozenset(
    "the a an all any both each every his her its one their these this those two three your".split()
)
DUTIES = frozenset("shall must will".split())
"""Words that oblige the role before them; `should` and `may` do not."""
PERSONS = frozenset(
    """accountant accounting administrator agent analyst applicant approver architect assembler assistant
    associate attendant auditor author baker borrower brewer buyer captain caretaker cashier cellarman
    chair chef chief clerk clinician coach colleague commander committee compliance contractor controller
    cook coordinator counsel craftsman crew custodian customer dean department desk developer director
    dispatcher division doctor draftsman driver editor employee engineer executive expert facilities
    finance foreman guard head host inspector instructor interviewer investigator janitor lab laboratory
    lawyer lead leader legal librarian logistics manager marketing mechanic medic member merchandiser
    midwife nurse office officer operator originator owner paramedic patient payroll personnel pharmacist
    physician pilot planner platoon preparer president principal procurement producer professor programmer
    purchaser purchasing reception receptionist recruiter registrar reporter representative requester
    requestor researcher reviewer sales sampler secretary seller sergeant setter soldier specialist
    sponsor squad staff steward storekeeper student superintendent supervisor supplier surgeon teacher
    team technician technologist teller tester therapist trainee trainer translator treasurer treasury
    tutor underwriter unit user vendor veterinarian volunteer warden warehouse worker""".split()
)
"""Last words of roles that the document need not list."""

FIRST_OF_A_CLAUSE = frozenset(
    """after as at before by during for from if in into on once onto to under unless until using via when where while
    with within without""".split()
)
"""Words that begin a clause which may precede the verb, up to a comma."""
ADVERBS = frozenset(
    "always also first finally immediately next never now only please then not do don't".split()
)
"""Words that may precede a verb, as may any word ending in `ly`."""
CONDITIONS = ("if", "when", "unless", "where", "in case", "whenever", "on refusal", "on failure")
"""How a sentence begins that says what to do under a condition."""
OTHERWISE = frozenset("otherwise else unless instead".split())
GOES_ON = frozenset("abort decline refuse reject repeat stop".split())
"""Verbs that, under a condition, imply that the work otherwise goes on."""
VAGUE = frozenset(
    """adequate adequately appropriate appropriately etc necessary normally periodically promptly proper properly
    regularly relevant sometimes somehow soon suitable suitably timely usually various possible""".split()
)
"""Words that leave it to the reader what to do."""
VAGUE_AFTER = frozenset("as if when where".split())
"""Words after which `needed` and `required` do."""
FILLER = frozenset(
    """basically best-in-class comprehensive crucial cutting-edge essential excellence holistic important leverage
    paramount robust seamless state-of-the-art stakeholders streamline synergy utilise utilize world-class""".split()
)
"""Words that sound well but say nothing that could be checked."""
PLACEHOLDERS = frozenset("tbd tba todo tbc xxx lorem ipsum fixme yyyy yyyy-mm-dd dd/mm/yyyy".split())
BRACKETS = (("[", "]"), ("{", "}"), ("<", ">"))
"""Brackets around blanks to fill in."""
NOT_STATED = frozenset(
    ("", "-", "–", "—", "n/a", "none", "nobody", "nobody has stated it yet", "not declared", "unknown")
)
NEGATIONS = frozenset(
    "not no never except excluding excludes excluded outside without cannot out-of-scope".split()
)
ENDS = (frozenset(("from", "to")), frozenset(("begins", "ends")), frozenset(("starts", "ends")),
        frozenset(("start", "end")))  # fmt: skip
"""Words that together state where something begins and ends."""
BOUNDS = (frozenset(("applies",)), frozenset(("apply",)), frozenset(("applicable",)), frozenset(("covers",)),
          frozenset(("in", "scope")), frozenset(("all",)), frozenset(("every",)))  # fmt: skip
"""Words that together state what something applies to."""
AIMS = frozenset(
    """allow allows avoid avoids because control enable enables ensure ensures guarantee guarantees help helps improve
    keep maintain meet minimise minimize prevent prevents protect protects reduce reduces safeguard standardise
    standardize without""".split()
)
ABOUT_ITSELF = frozenset(
    "define describe document establish explain give lay list outline provide set specify state".split()
)
"""`To describe …` states the purpose of the document, not of the work."""
FUNCTION = frozenset(
    "the to of and is are when if for with that this by be was were not no none from".split()
)
"""Words without which English is hardly written."""
FEW_WORDS, JOINING = 20, 20
"""In English one word in four is in `FUNCTION`, in German or French one in fifty."""
_NO_CONTENT = FUNCTION | frozenset(
    """a an in on at as it its or but into per via than then so do does done has have had will shall must may can all
    any each every one what who which where how you your we our they their there here only also out up over under after
    before other same such these those more most been being procedure process step steps work document sop""".split()
)
MOST_UNJOINED = 8
"""Most words in a row of a sentence without a joining word."""
LONGEST_SENTENCE = 45
"""In words."""
MOST_UNMARKED = 15
"""Most words of a sentence with neither punctuation inside nor a full stop."""
LONGEST_THING = 5
"""In words, for one of several things in a list with commas."""
FEW_LISTED = 8
"""A sentence of more words may not have a comma after over half of them."""
_JOINS = FUNCTION | frozenset(
    "a an and or in on at it its as so has have had into within before after each".split()
)
_ARTICLES = frozenset("the a an".split())
_NO_NOUNS = FUNCTION - {"no", "not"} | frozenset("a an and or so has have had at as . within".split())
"""Words that never follow an article."""
_BEFORE_NOUNS = frozenset("of from into by".split())
_NO_OBJECTS = frozenset(
    "is are was were be if and or so has have had of by into on in to with for as than".split()
)
_MARK = re.compile(r"[.,:;!?](?:\s|$)")
_COMMA = re.compile(r"[,;:()]\s|\s[–—-]\s")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|«[^»]*»")
_WORD = re.compile(r"[^\W_][\w'’.-]*(?<![.'’-])|\d+")
_REQUIRED = re.compile(
    r"(?:rule: )?([^.;:]+?) "
    r"(?:(?:is|are) (?:always )?(?:required|mandatory)|must (?:always )?be (?:filled in|entered|given))\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r", (?:and )?| and ")


def words(text: str) -> list[str]:
    return [*_words(text)]


@lru_cache(maxsize=4096)  # each rule asks for the words of the same sentences
def _words(text: str) -> tuple[str, ...]:
    return tuple([found.lower().replace("’", "'") for found in _WORD.findall(text)])


def content(text: str) -> set[str]:
    """The stems of the words that carry the meaning of a text."""
    said = (part for word in words(text) for part in word.split("-"))
    return {stem(word) for word in said if word not in _NO_CONTENT and len(word) > 2}


@cache
def stem(word: str) -> str:
    """The common stem of `reviews`, `reviewed` and `review`."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> EnglishStemmer:
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()


def says_something(text: str) -> bool:
    """Whether one of its sentences is joined like English; a list of words is not, in any order."""
    return any(map(_is_joined, sentences(without_quotations(text))))


def sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.split(text) if one]


def _is_joined(sentence: str) -> bool:
    said = words(sentence)
    if not any(word in _JOINS for word in said) or len(said) > LONGEST_SENTENCE:
        return False
    if len(said) > MOST_UNMARKED and not _MARK.search(sentence):
        return False
    if len(said) > FEW_LISTED and 2 * sentence.count(", ") > len(said):
        return False
    apart, since = 0, 0
    for word in said:
        since = 0 if word in _JOINS else since + 1
        apart = max(apart, since)
    return apart <= MOST_UNJOINED and not any(
        (one in _ARTICLES and after in _NO_NOUNS) or (one in _BEFORE_NOUNS and after in _NO_OBJECTS)
        for part in _COMMA.split(sentence)
        for one, after in pairwise([*words(part), "."])
    )


def quotations(text: str) -> list[str]:
    return [found[1:-1] for found in _QUOTED.findall(text)]


def without_quotations(text: str) -> str:
    """The text with a single word in place of each quotation, so that no comma inside it splits a sentence."""
    return _QUOTED.sub("‹…›", text)


def is_english(text: str) -> bool:
    """Whether it has as many joining words as any English text; a text of a few words always passes."""
    found = words(text)
    return len(found) < FEW_WORDS or JOINING * sum(word in FUNCTION for word in found) >= len(found)


def vague(text: str) -> Iterator[str]:
    """The words that leave open what is to be done, such as “as needed”, outside quotations."""
    said = words(without_quotations(text))
    yield from (word for word in said if word in VAGUE)
    yield from (
        f"{one} {after}"
        for one, after in pairwise(said)
        if one in VAGUE_AFTER and after in ("needed", "required")
    )


def placeholders(text: str) -> Iterator[str]:
    yield from (word for word in words(without_quotations(text)) if word in PLACEHOLDERS)


def required(text: str) -> list[str]:
    """The things that a sentence says are required: `Customer and item are required`, `Item must be filled in`."""
    found = _REQUIRED.match(text)
    return [one for one in _LISTED.split(found[1]) if content(one)] if found else []


def is_stated(value: str) -> bool:
    said = value.strip().rstrip(".").lower()
    return said not in NOT_STATED and not any(placeholders(value)) and not is_blank(value)


def is_list_of_things(text: str) -> bool:
    """Whether a text lists things with commas, one of them of several words: `Autoclave, gloves, autoclave tape`."""
    things = text.split(", ")
    return (
        len(things) > 1
        and any(" " in one for one in things)
        and all(len(one.split()) <= LONGEST_THING for one in things)
    )


def is_blank(text: str) -> bool:
    """Whether a text is a blank of a template to fill in: `[Describe the purpose]`, `{{title}}`, `<name>`, `____`;
    not a label such as `[F-12]`."""
    said = text.strip().rstrip(".:").strip("*_ ")
    is_label = " " not in said and any(map(str.isdigit, said))
    in_brackets = any(said.startswith(one) and said.endswith(other) for one, other in BRACKETS)
    return not said or (in_brackets and not is_label and "\n" not in said)


def says_that_nobody_stated(text: str) -> bool:
    return words(text)[:3] == ["nobody", "has", "stated"]
