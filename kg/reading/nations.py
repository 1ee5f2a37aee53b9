"""Countries as texts name them: short names that no table holds, and the adjectives that hint at a country."""

from __future__ import annotations

ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "Emirates"),
    "BA": ("Bosnia",),
    "BO": ("Bolivia",),
    "BN": ("Brunei",),
    "CD": ("DRC", "DR Congo", "Democratic Republic of the Congo", "Democratic Republic of Congo"),
    "CG": ("Republic of the Congo",),
    "CI": ("Ivory Coast", "Côte d'Ivoire"),
    "CV": ("Cape Verde", "Cabo Verde"),
    "CZ": ("Czech Republic", "Czechia"),
    "FM": ("Micronesia",),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "United Kingdom"),
    "IR": ("Iran",),
    "KP": ("North Korea",),
    "KR": ("South Korea", "Republic of Korea"),
    "LA": ("Laos",),
    "MD": ("Moldova",),
    "MK": ("North Macedonia", "Macedonia"),
    "MM": ("Burma", "Myanmar"),
    "NL": ("Netherlands", "Holland"),
    "PS": ("Palestine",),
    "RU": ("Russia", "Russian Federation"),
    "SY": ("Syria", "Syrian Arab Republic"),
    "SZ": ("Swaziland", "Eswatini"),
    "TL": ("East Timor", "Timor-Leste"),
    "TR": ("Turkey", "Türkiye"),
    "TW": ("Taiwan",),
    "TZ": ("Tanzania",),
    "US": ("US", "U.S.", "USA", "U.S.A.", "United States of America", "United States"),
    "VE": ("Venezuela",),
    "VN": ("Vietnam", "Viet Nam"),
}
_ADJECTIVES = """
ae emirati|af afghan|al albanian|ar argentine argentinian|at austrian|au australian|ba bosnian|bd bangladeshi
be belgian|bg bulgarian|bo bolivian|br brazilian|by belarusian|ca canadian|cd congolese|ch swiss|ci ivorian
cl chilean|cm cameroonian|cn chinese|co colombian|cr rican|cu cuban|cy cypriot|cz czech|de german|dk danish
do dominican|dz algerian|ec ecuadorian|ee estonian|eg egyptian|es spanish catalan|et ethiopian|fi finnish
fr french|gb british english scottish welsh|ge georgian|gh ghanaian|gr greek|gt guatemalan|hn honduran
hr croatian|ht haitian|hu hungarian|id indonesian|ie irish|il israeli|in indian|iq iraqi|ir iranian
is icelandic|it italian|jm jamaican|jo jordanian|jp japanese|ke kenyan|kr korean|kz kazakh|lb lebanese
lk lankan|lt lithuanian|lu luxembourgish|lv latvian|ly libyan|ma moroccan|md moldovan|me montenegrin
mg malagasy|ml malian|mm burmese|mt maltese|mx mexican|my malaysian|mz mozambican|ng nigerian|ni nicaraguan
nl dutch|no norwegian|np nepalese nepali|nz zealand|pa panamanian|pe peruvian|ph philippine filipino
pk pakistani|pl polish|ps palestinian|pt portuguese|py paraguayan|ro romanian|rs serbian|ru russian
rw rwandan|sa saudi|sd sudanese|se swedish|sg singaporean|si slovenian|sk slovak|sl leonean|sn senegalese
so somali|sv salvadoran|sy syrian|th thai|tn tunisian|tr turkish|tw taiwanese|tz tanzanian|ua ukrainian
ug ugandan|us american|uy uruguayan|uz uzbek|ve venezuelan|vn vietnamese|ye yemeni|za african|zm zambian
zw zimbabwean
"""
ADJECTIVES: dict[str, str] = {
    word: line.split()[0]
    for line in _ADJECTIVES.replace("\n", "|").split("|")
    if line.strip()
    for word in line.split()[1:]
    if word not in ("african", "american")  # the adjectives of continents say nothing of a country
}
CONTINENTS = {  # codes of UN M49, as the table of countries has them
    **dict.fromkeys(("africa", "african"), "002"),
    **dict.fromkeys(("america", "american", "americas", "caribbean"), "019"),
    **dict.fromkeys(("asia", "asian"), "142"),
    **dict.fromkeys(("europe", "european"), "150"),
    **dict.fromkeys(("oceania", "pacific"), "009"),
}
_STATES = """
us alabama alaska arizona arkansas colorado connecticut delaware florida idaho illinois indiana iowa kansas kentucky
us louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma
us oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming AL AK AZ AR CA CO CT FL GA IL IN KS KY LA
us MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY
ca ontario alberta manitoba saskatchewan quebec AB BC MB NB NS ON QC SK
au queensland tasmania NSW QLD
"""
# What may follow the name of a town in place of a country: states written out, folded, or their capital letters.
STATES: dict[str, str] = {word: line.split()[0] for line in _STATES.strip().split("\n") for word in line.split()[1:]}
