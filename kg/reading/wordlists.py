"""Words that say what a capital beside a place's name means. Folded: no capitals, no accents, one spelling.

Plain to read and to extend; the rules that use them are in `kg/reading/shields.py`.
"""

from __future__ import annotations


def bag(words: str) -> frozenset[str]:
    """The words of a text as a set.

    >>> sorted(bag("of in of"))
    ['in', 'of']
    """
    return frozenset(words.split())


# Words that stand small inside names and titles.
SMALL = bag(
    "a an and as at but by da de del der des di do du e el en et for from in into la las le les los nor of on "
    "or per the to und upon van via von vs with y"
)
DIRECTIONS = bag("central east eastern north northern south southern west western")
# What follows a place in the name of something else, however it is written.
LEGAL = bag(
    "accord accords agenda agreement agreements charter compact consensus convention conventions declaration "
    "manifesto principles process protocol protocols regulation regulations statute treaty"
)
# What follows a place, with a capital, in the name of something else.
HEADS = LEGAL | bag(
    "academy action advisory agency airport alliance archive archives arsenal assembly association atlas award "
    "bank biennale bombers bridge broadcasting bulletin bureau business call camp cathedral center chamber "
    "chronicle cinema climate club coalition collective college commission commitment committee communique "
    "community company conference congress consortium consulting convention cooperation county courier court "
    "daily department desk development dialogue directive duchess duke economics embassy exchange express fair "
    "federation festival film financial forum foundation framework free fund gallery gazette global group "
    "guardian guidelines hall herald hospital independent index initiative innovation institut institute "
    "institutes institution international investment journal lab laboratory law lawyers league library life "
    "magazine marathon market mechanism media memorandum migrant migration ministry mirror mission monitor "
    "museum national network news observatory observer office olympics opera orchestra pact panel papers park "
    "partners partnership peace philharmonic plan platform plus police policy post press prize program project "
    "public radio red refugee regime regional register report research review river road roadmap rules "
    "sanctuary school science secretariat senate sentinel series service services society square stadium "
    "standard standards star statement station stock strategy street studies summit sun symphony syndrome task "
    "tech technical telegraph television theater times tower trade tribune trust union united university urban "
    "view week works workshop world zoo"
)
# What follows a place and still speaks of its government or its territory.
GOVERNMENT = bag(
    "area authorities authority borough boroughs canton cities city corporation council councillor councillors "
    "councilor deputy district districts government governor governorate local lord mayor mayors metropolis "
    "metropolitan municipal municipalities municipality neighborhood neighbourhood parliament prefecture "
    "premier president province provincial region slum slums state states suburb suburbs town vice"
)
# What makes "X City" or "X State" a house or a club and no government.
HOUSES = bag("airport ballet bank club college hospital hotel library museum orchestra school stadium university")
# What may precede a place, with a capital, and is no part of its name.
BEFORE = (
    GOVERNMENT
    | DIRECTIONS
    | bag(
        "across additionally after again against alderman all along although amid among ancient and archbishop "
        "around as ask at back because before beginning behind beside besides between beyond both but by can case "
        "cases central chancellor chapter citizens could currently despite did do does downtown during each earlier "
        "either elsewhere even eventually every example examples federal few figure finally first for former from "
        "furthermore geneva-based given greater has have her his how however if in including inner inside inspired "
        "instead into is its join kingdom last later like major many may meanwhile megacities metro might migrants "
        "minister more moreover most must my near nearby neither nevertheless next no nonetheless not on once one "
        "only other our outer outside over overall people per perhaps post previously prime recently refugees "
        "republic residents same second see several should similarly since so some soon source sources still "
        "suburban such syndic table than thanks that the then there therefore these third this those though three "
        "through throughout thus to today together toward towards two under united unlike until via visit visiting "
        "was welcoming were what when where whereas whether which while who why will with within without would yet "
        "your"
    )
)
# What goes before "of" and a place in the name of something else.
OF = bag(
    "academy accord act agreement archbishop archdiocese archives art association bank battle bay bishop book "
    "cape cathedral chamber charter chronicle church college commerce community concordat confederation "
    "conference congress convention council declaration diocese duchess duke earl embassy encyclopedia "
    "federation festival friends gulf history institut institute journal league letters manifesto merchant "
    "museum order pact papers peace people's philharmonic port prince principles protocol school sciences sea "
    "society strait studies technology theater tower treaty union universidad universidade universita "
    "universitat universite university voice"
)
LEGAL_OF = bag("bay gulf strait treaty")
HYPHENS = "-‐‑–"
ORGANISATIONS = bag("caritas college institut sciences sorbonne universitaet universitat universite")
LINKS = bag("am an bei de del della des di do dos du im sobre sous sur upon y")
TITLES = bag("dame don dona dr lady miss mr mrs ms prof professor sir")
IN = bag("across around at between for from in inside into like near of outside through throughout to with")
ARTICLES = bag("a an any each every her his its my no our some that the their these this those your")
MONTHS = bag(
    "april august autumn december february friday january july june march may monday november october saturday "
    "september spring summer sunday thursday tuesday wednesday winter"
)
# Words of English and of reports that are names of places somewhere too.
COMMON = MONTHS | bag(
    "bar bath battle bay beach best big born buffalo canton carry center central chance chapter charity colon "
    "commerce date deal democrat deputy development eagle early east economy ede enterprise essen eye fair "
    "falls fort friend globe goes gold grant green hall harmony home hope hull imperial independence jersey "
    "justice key lancaster lens liberty lincoln long male man mark martin mary mine mint mission mobile most "
    "much nelson new nice normal north of open opportunity orange page paradise pearl police pop portage post "
    "progress providence rally reading reform research resolute rich rock rose rugby safe saint sale salt same "
    "san sandwich santa section settlement social south split spring square start strand sur surprise table "
    "temple tours tower union unity university van victoria village ward wave wells west winner woods worth "
    "young"
)
