"""More English texts, unlike those of words_en: tools, instruments, militaria, taxidermy, knives, old computers."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

TITLE = "{noun} - {mark} {detail}"

GOODS = """
atq|antiques & militaria|40-4200|WW2 field telephone;Victorian mourning brooch;Inert mortar shell lamp;Navy bosun whistle;Scrimshaw letter opener;Sheffield carving set
msg|music gear|30-3600|Tube guitar amp;Rosewood fretboard;1970s drum machine;Baritone ukulele;Spring reverb tank;Piano with old keytops
tls|tools & knives|15-1400|Stag handle bowie knife;Infill smoothing plane;Bench grinder;Japanese pull saws;Micrometer in case;Leather strop kit
txd|taxidermy & oddities|25-2800|Fallow deer mount;Coyote pelt;Glass eye assortment;Shed antler bundle;Fish skin wallet;Jackalope
sys|computers|20-1900|Beige tower PC;CRT monitor;Trackball mouse;LTO tape drive;Dot matrix printer;Thin client lot
smk|pipes & lighters|10-760|Meerschaum pipe;Petrol lighter;Ashtray stand;Humidor cabinet;Snuff boxes;Pipe rack for six
"""
MARKS = "works;as is;cleaned up;needs TLC;shop demo;barn find;like new;well kept;rough;complete;spares only"
DETAILS = "(n/s {n});{n} lbs;with manual;no. {n};missing one screw;{n} inch;pair;bundle of {n};ready to go;untested"
SENTENCES = """
Pulled from a storage unit we bought last spring, no idea about its history.
Sat in a dry garage for the better part of ten years.
There is a hairline crack near the handle, shown in the last picture.
I fired it up yesterday and it hums along like it should.
Cross posted elsewhere so first come, first served.
Can meet halfway if you are out of town.
It belonged to my uncle who collected this sort of thing all his life.
The patina is original and I have not polished anything.
Don't ask if it is available, if you can see it then it is.
Weighs a ton, bring a friend and a van.
Smells faintly of pipe smoke, which some people like.
All numbers match as far as I can tell with a loupe.
Would rather see it used than gathering dust.
"""
REPLIES = """
What a thing. Would look great in the den.
Pm'd you about this one.
Is the crack structural or just in the finish?
Following, might bite on payday.
Good to deal with, no hesitation.
Any idea of the year?
Free bump for a proper bit of kit.
Would you split the lot?
Shame you are on the wrong side of the country.
Lovely. I had its twin once.
"""
OFFERS = "If anyone misses out, I've got one too that I'd let go for {price}."
PEOPLE = "Wes Tillman;Nora Beck;Hal Jennings;Priya Shah;Oscar Dune;Mabel Crane;Todd Rusk;Gwen Alder;Luis Ortega;Fay Winters"
NICKS = "gristmill;Nora_B;halftrack;sawdust sam;Ohm's Outlaw;valvehead;tinlizzie1912;peat & reek;OrtegaTools;fay.winters;bodger_dave;Zed"
SHOPS = "Rusk Salvage;Alder & Daughters;Second Valve Audio;Peat House;Old Iron Yard"
CITIES = "Eastside|est;North Hills|nhl;Harbor|hbr;Downtown|dtn;Mill Valley|mlv;West County|wco"
INFO = "about|about;help|help;terms|terms of use;privacy|privacy;scams|avoiding scams;safety|personal safety;login|log in;register|sign up"
POLICY = """
Deal locally and face to face, follow this one rule and avoid nearly all trouble.
Do not extend payment to anyone you have not met in person.
Never wire funds, gift cards are for gifts.
Offering protected species or parts of them is prohibited and will be flagged.
We keep server logs for ninety days and then rotate them.
Listings that are flagged by the community may be removed without notice.
"""
ARTICLES = "Sharpening for beginners;Recapping an old amp;Is scrimshaw legal to sell;How to pack a clock;The trouble with tape;Dating a pocket knife;Cleaning brass without regret;My week with a mangle"
