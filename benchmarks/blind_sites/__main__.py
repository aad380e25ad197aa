"""`python -m benchmarks.blind_sites --seed N [--set one|two|three|all] [--site NAME]`: crawls sites, prints what went right."""

import argparse
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.blind_sites.antiques_en import AntiquesEn
from benchmarks.blind_sites.auction_zh_hant import AuctionZhHant
from benchmarks.blind_sites.board_ru import BoardRu
from benchmarks.blind_sites.classifieds_en import ClassifiedsEn
from benchmarks.blind_sites.classifieds_en_two import ClassifiedsEnTwo
from benchmarks.blind_sites.classifieds_ru import ClassifiedsRu
from benchmarks.blind_sites.classifieds_th import ClassifiedsTh
from benchmarks.blind_sites.classifieds_vi import ClassifiedsVi
from benchmarks.blind_sites.classifieds_zh import ClassifiedsZh
from benchmarks.blind_sites.feed_th import FeedTh
from benchmarks.blind_sites.forum_en import ForumEn
from benchmarks.blind_sites.forum_en_two import ForumEnTwo
from benchmarks.blind_sites.forum_ru import ForumRu
from benchmarks.blind_sites.forum_vi import ForumVi
from benchmarks.blind_sites.forum_vi_two import ForumViTwo
from benchmarks.blind_sites.forum_zh import ForumZh
from benchmarks.blind_sites.forum_zh_two import ForumZhTwo
from benchmarks.blind_sites.market_zh import MarketZh
from benchmarks.blind_sites.running import Run, run
from benchmarks.blind_sites.shop_en import ShopEn
from benchmarks.blind_sites.shop_id import ShopId
from benchmarks.blind_sites.shop_ru import ShopRu
from benchmarks.blind_sites.shop_vi import ShopVi
from benchmarks.blind_sites.shop_zh import ShopZh
from benchmarks.blind_sites.shop_zh_hant import ShopZhHant
from benchmarks.blind_sites.site import Site

SITES: tuple[type[Site], ...] = (
    ShopZh,
    ShopEn,
    ShopVi,
    ShopRu,
    ClassifiedsZh,
    ClassifiedsEn,
    ClassifiedsVi,
    ClassifiedsRu,
    ForumZh,
    ForumEn,
    ForumVi,
    ForumRu,
)
SITES_TWO: tuple[type[Site], ...] = (ShopId, ShopZhHant, ClassifiedsTh, ClassifiedsEnTwo, ForumZhTwo, ForumEnTwo)
SITES_THREE: tuple[type[Site], ...] = (MarketZh, AntiquesEn, BoardRu, ForumViTwo, AuctionZhHant, FeedTh)
SETS = {"one": SITES, "two": SITES_TWO, "three": SITES_THREE, "all": SITES + SITES_TWO + SITES_THREE}
FIELDS = ("title", "price", "seller", "date", "photos", "full size", "url")


def _share(value: float | None) -> str:
    return "    -" if value is None else f"{value:5.2f}"


def table(runs: list[Run]) -> str:
    """One line a site, and one over all of them."""
    lines = ["site               true stored recall  prec title price sellr  date photo  full   url pages  p/l to95%  sec"]
    for done in runs:
        score = done.score
        shares = " ".join(_share(score.share(name)) for name in FIELDS)
        lines.append(
            f"{done.site.name:18} {score.truths:4} {score.stored:6} {score.recall:6.2f} {score.precision:5.2f} {shares} "
            f"{score.pages:5} "
            f"{score.pages / score.truths:4.2f} {score.pages_to_95 / score.truths:5.2f} {done.seconds:4.0f}"
        )
    scores = [done.score for done in runs]
    found, false, truths = (sum(values) for values in zip(*((s.found, s.false, s.truths) for s in scores), strict=True))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for score in scores:
        for name in FIELDS:
            sums[name] = [a + b for a, b in zip(sums[name], score.right[name], strict=True)]
    shares = " ".join(_share(sums[name][0] / sums[name][1] if sums[name][1] else None) for name in FIELDS)
    pages, early = sum(s.pages for s in scores), sum(s.pages_to_95 for s in scores)
    lines.append(
        f"{'all':18} {truths:4} {sum(s.stored for s in scores):6} {found / truths:6.2f} {found / max(found + false, 1):5.2f} "
        f"{shares} {pages:5} {pages / truths:4.2f} {early / truths:5.2f} {sum(r.seconds for r in runs):4.0f}"
    )
    lines.append(
        "p/l: pages fetched in the whole crawl per true listing; to95%: the same until 95 % of the listings had come (0: never)"
    )
    return "\n".join(lines)


def main() -> None:
    """Reads the arguments, runs the sites, prints the table and what went wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks.blind_sites", description=__doc__)
    parser.add_argument("--seed", type=int, required=True, help="texts, names, prices and class names follow from it")
    parser.add_argument(
        "--set", choices=list(SETS), default="one", help="the twelve sites, the six of the second or third set, or all"
    )
    parser.add_argument(
        "--site",
        choices=[site.name for site in SETS["all"]],
        action="append",
        help="only this one, of any set; may be given again",
    )
    parser.add_argument("--jobs", type=int, default=1, help="sites crawled at once")
    parser.add_argument("--mistakes", type=int, default=3, help="examples shown of each kind of mistake")
    parser.add_argument("--keep", type=Path, help="folder for the exported listings and the pages that were asked for")
    parser.add_argument("--seconds", type=float, default=900, help="a crawl that takes longer is stopped")
    options = parser.parse_args()
    chosen = [site for site in SETS["all"] if site.name in options.site] if options.site else SETS[options.set]
    sites = [site(options.seed) for site in chosen]
    with ThreadPoolExecutor(options.jobs) as pool:
        runs = list(pool.map(lambda site: run(site, options.keep, options.seconds), sites))
    print(table(runs))
    for done in runs:
        print(f"\n{done.site.name}: {done.report[:400]}")
        kinds: dict[str, list[str]] = defaultdict(list)
        for mistake in done.score.mistakes:
            kinds[mistake.split(":")[0]].append(mistake)
        for kind, examples in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
            print(f"  {kind} x {len(examples)}")
            for example in examples[: options.mistakes]:
                print(f"    {example[:330]}")


if __name__ == "__main__":
    main()
