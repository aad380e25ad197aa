"""English texts of the trade in wildlife goods, tobacco, antiques, electronics and household things."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

TITLE = "{mark} {noun}, {detail}"

GOODS = """
curios|Curios & Natural History|35-2400|carved bone netsuke;mounted butterfly case;ostrich egg lamp;python print handbag;cow horn drinking cup;agarwood beads
tobacciana|Tobacciana|15-900|briar pipe;cedar cigar humidor;brass table lighter;tin of pipe tobacco;hookah set;leather cigar case
antiques|Antiques|45-3800|Georgian mahogany box;Staffordshire figurine;silver pocket watch;brass ship's compass;oak wall clock;pewter tankard
electronics|Electronics|25-1600|mirrorless camera;laptop dock;noise cancelling headphones;mini projector;mechanical keyboard;e-reader
home|Home & Kitchen|12-850|cast iron skillet;wool rug;standing lamp;stoneware dinner set;oak bookshelf;copper kettle
garden|Garden & Pets|10-620|bonsai juniper;reptile terrarium;bird bath;cedar planter;aquarium starter kit;koi pond pump
"""
MARKS = "Vintage;Hand-finished;Rare;Lightly used;Boxed;Classic;Restored;Heavy;Unusual;Estate;Signed;Compact"
DETAILS = "{n} cm tall;approx. {n} oz;with original box;circa 19{n};set of {n};model {n};good condition;no reserve;lot {n};barely used"
SENTENCES = """
Came out of my grandfather's study and has been on a shelf ever since.
Some light wear on the base, see the pictures for details.
Tested last week and everything works as it should.
It has been kept in a smoke-free and pet-free home.
The colour is a bit deeper than my phone camera shows.
Happy to answer questions, please no lowball offers.
Will be double boxed and sent tracked.
We check every piece by hand before it leaves the warehouse.
A lovely conversation piece that looks good in any room.
The maker's mark is clear and there are no repairs that I can find.
I believe it was bought in the seventies, but I have no papers for it.
Collection is possible at weekends by arrangement.
Only selling because we are moving to a smaller place.
"""
REPLIES = """
Is this still available? PM sent.
Great seller, bought from him twice. GLWS!
Bump for a nice piece.
Would you consider a trade?
Any chance of a picture of the underside?
Price seems fair to me, good luck.
Received mine yesterday, very well packed, thanks.
I had one of these years ago and still regret selling it.
What is the shipping to Canada?
"""
OFFERS = "I have a similar one if this falls through, {price} posted."
PEOPLE = "Martha Ellison;Greg Holloway;Tom Birch;Anita Rao;Colin Peake;Jess Marlow;Derek Stone;Paula Quinn;Ivan Cole;Ruth Abel;Sam Okafor;Lena Frost"
NICKS = "briarfan62;OldOakTom;pixel_hoarder;CopperKettle;northshore;dr_humidor;junkyardjane;mossandstone;tinker77;quietcollector;Bexley;wandering_elk"
SHOPS = "Harbour & Finch;Old Mill Traders;Fernway Goods;The Copper Lantern;Bramble Lane Supply;Northgate Curios;Tidewood Home"
CITIES = "Portland|portland;Austin|austin;Leeds|leeds;Boston|boston;Denver|denver;Bristol|bristol"
INFO = "about|About us;help|Help centre;terms|Terms of use;privacy|Privacy policy;contact|Contact;shipping|Delivery & returns;login|Log in;register|Create an account"
POLICY = """
We provide a venue only and are not a party to any transaction between members.
Do not post items that are prohibited by law, including parts of protected species.
We use cookies to remember your preferences and to measure how the site is used.
You may withdraw your consent at any time in your account settings.
Orders placed before two in the afternoon are normally sent the same working day.
Please report suspicious messages to the moderators without delay.
"""
ARTICLES = "How to season a cast iron pan;Spotting a fake hallmark;A short history of the briar pipe;Five lamps we love this autumn;Caring for old oak;Buying a used camera;What is agarwood;Winter care for bonsai"
