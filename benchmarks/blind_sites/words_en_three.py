"""A third English vocabulary: what dealers of an antiques centre have in their cabinets."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from benchmarks.blind_sites import words_en as base

TITLE = "{mark} {noun} {detail}"

GOODS = """
decorative-arts|Decorative Arts|60-5200|Cloisonné Vase;Bronze Figure of a Hound;Papier-mâché Tray;Majolica Jardinière;Marquetry Box;Gilt Girandole Mirror
treen-carvings|Treen & Carvings|25-3400|Boxwood Snuff Shoe;Lignum Vitae Goblet;Carved Bone Needle Case;Mauchline Ware Egg Timer;Black Forest Bear;Coquilla Nut Pounce Pot
silver|Silver & Plate|35-4600|Sterling Vesta Case;Georgian Caddy Spoon;Bachelor's Teapot;Horn Handled Carving Set;Christening Mug;Card Case
natural-history|Natural History|45-3900|Cased Trout by Cooper;Victorian Shell Valentine;Kudu Horn Candlesticks;Entomology Cabinet;Ammonite Specimen;Emu Egg Inkwell
smoking|Smoking & Vertu|18-1900|Meerschaum Pipe in Case;Cigar Piercer;Table Lighter;Tobacco Jar;Match Striker;Cheroot Holder
lighting-clocks|Lighting & Clocks|70-4800|Bracket Clock;Student Lamp;Brass Carriage Clock;Rise and Fall Pendant;Barometer;Gimballed Candle Lamp
"""
MARKS = (
    "Antique;19th Century;Art Nouveau;Fine;Unusual;Regency;Edwardian;Large;Miniature;Arts & Crafts;Novelty;French;Anglo-Indian"
)
DETAILS = (
    "c.18{n};with Provenance;by Repute from Devon;{n}cm;(Ref. {n});in Original Case;Signed;A/F;Dated 18{n};with Key;Hallmarked"
)
SENTENCES = """
Acquired privately from a house clearance in the West Country.
A handsome example with good colour and a deep, untouched patina.
Minor losses consistent with age, please study the photographs closely.
Marked to the underside with the maker's stamp, partly rubbed.
Structurally sound and ready to be enjoyed.
The interior retains traces of its original lining paper.
We believe the finial to be a later replacement.
Overseas buyers should ask about export paperwork before they order.
Viewing is warmly encouraged, please ring ahead to be sure it is on display.
Consigned by the family of the original owner.
The movement has been cleaned and is keeping good time.
Sold together with an old handwritten label.
An honest piece at an honest figure.
"""
REPLIES = """
Arrived beautifully packed and even better than described.
Lovely dealer, quick reply to my questions.
Smaller than I imagined but very fine.
Great service, will be back.
The description was accurate down to the last chip.
Took nine days to reach France, otherwise perfect.
"""
OFFERS = base.OFFERS
PEOPLE = base.PEOPLE
NICKS = base.NICKS
SHOPS = "Thornbury Antiques;Walcot & Lamb;The Vestry Cabinet;Isla Penrose;Marsh House Dealers;Kettering Horology;Gable End"
CITIES = base.CITIES
INFO = "about-us|About the Centre;visit|Visit Us;terms-and-conditions|Terms & Conditions;privacy-policy|Privacy Policy;contact|Contact;delivery-returns|Delivery & Returns;login|Login;register|Register"
POLICY = """
Our centre is open from ten until five, seven days a week, with free parking behind the building.
Items containing material from protected species are withdrawn unless they are exempt and registered.
Goods may be returned within fourteen days of receipt if bought at a distance.
Cookies help us to remember what you put in your basket.
Each dealer is an independent trader and is responsible for the descriptions given.
Overseas delivery is quoted individually, orders above £500 within the UK are sent free of charge.
"""
ARTICLES = "What Is Treen?;Reading English Hallmarks;A Day at the Fair;The £4,200 Biscuit Tin;New Dealers This Autumn;Caring for Lacquer;Ivory Act Explained"
