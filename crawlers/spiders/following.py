"""Which links of a page are followed, and how soon: on the run's sites, within its limits, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from crawlers.frontier.port import Lease, Wanted
from crawlers.reading.links import NOWHERE, PageLink
from crawlers.reading.reader import Reading
from crawlers.revisits.known import DUE_PRIORITY, OTHER_PRIORITY, KnownPage
from crawlers.run import CrawlRun
from crawlers.spiders.learning import LAST, LEAST
from crawlers.spiders.patterns import is_maze
from crawlers.spiders.searching import next_of_search
from crawlers.stats import Collector, count
from web.guard import AddressNotAllowed

_NO_PAGE = frozenset(
    [
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "avif",
        "svg",
        "ico",
        "bmp",
        "tif",
        "tiff",
        "mp4",
        "webm",
        "avi",
        "mov",
        "mkv",
        "mp3",
        "wav",
        "ogg",
        "flac",
        "m4a",
        "css",
        "js",
        "mjs",
        "woff",
        "woff2",
        "ttf",
        "eot",
        "otf",
        "pdf",
        "doc",
        "docx",
        "xls",
        "xlsx",
        "ppt",
        "pptx",
        "odt",
        "ods",
        "epub",
        "zip",
        "rar",
        "7z",
        "gz",
        "bz2",
        "xz",
        "tar",
        "exe",
        "msi",
        "dmg",
        "apk",
        "ipa",
        "iso",
        "bin",
        "deb",
        "rpm",
        "swf",
        "torrent",
    ]
)
"""Endings of files that hold no listing."""


class Follower:
    """Turns links into pages for the frontier."""

    def __init__(self, run: CrawlRun, stats: Collector) -> None:
        self._run, self._stats = run, stats
        self.led = 0
        """Links to listings on the last page that were new to the run, those that are known and not followed again included."""
        self._met: set[int] = set()

    def follow(self, lease: Lease, url: str, reading: Reading) -> list[Wanted]:
        """The pages that a page leads to and that the run wants; what it doesn't want is counted by reason."""
        most = self._run.settings.max_links_per_page
        best_first = sorted(reading.links, key=lambda link: -_RANK[link.kind] - link.score)
        if len(best_first) > most:
            count(self._stats, "tidewaiter/skipped", "links", by=len(best_first) - most)
        self.led = 0
        several = len(reading.listings) > 1
        return list(self._wanted(lease, best_first[:most] + self._more_results(lease, reading), several=several))

    def _wanted(self, lease: Lease, links: list[PageLink], *, several: bool) -> Iterator[Wanted]:
        if lease.wanted.kind == "other" and not several and self._shows_what_is_known(lease, links):
            # A sorted or narrowed view of what was seen: its further pages are no more than it is.
            links = [replace(link, kind="other", score=min(link.score, 0.1)) if link.kind == "next" else link for link in links]
        for link in links:
            url = self._run.parameters.plain(link.url, link.kind)
            if self._run.parameters.shown(url):
                count(self._stats, "tidewaiter/skipped", "same_page")
                continue
            # The next page of an index is no deeper than the index: depth is for links away from it.
            depth = lease.wanted.depth + (link.kind != "next")
            reason = self._refusal(url, depth)
            if reason is not None:
                count(self._stats, "tidewaiter/skipped", reason)
                continue
            if self.is_new(url):
                if link.kind == "listing":
                    self.led += not self._run.learner.gives_nothing_new(url, "listing")
                elif link.kind in ("index", "next"):
                    self._run.learner.leads(lease.wanted.url, lease.wanted.kind, url)
            known = self._run.known.of(url) if self._run.known is not None else None
            if known is not None and self._leaves(known):
                continue
            priority = self._run.learner.priority(url, link.kind, score=link.score, depth=lease.wanted.depth)
            if known is not None:
                priority = OTHER_PRIORITY
            elif several and link.kind == "next":
                priority = DUE_PRIORITY  # more of what this page holds, whatever the next pages of others hold
            elif link.kind == "other" and link.score == NOWHERE:
                priority = LEAST
            elif self._run.focus is None and self._run.learner.gives_nothing_new(url, link.kind):
                priority = LAST
            source = lease.wanted.source
            told = self._told(lease, link) if known is None else ("", 0, "")
            yield Wanted(url, priority, depth, link.kind, source, self._renders(url, source), 0, *told)

    def _shows_what_is_known(self, lease: Lease, links: list[PageLink]) -> bool:
        """Whether the host's listings are known and the page leads to none that nothing led to before."""
        if not self._run.learner.knows(lease.wanted.url):
            return False
        listings = [self._run.parameters.plain(link.url, link.kind) for link in links if link.kind == "listing"]
        return bool(listings) and all(hash(url) in self._met or self._run.parameters.shown(url) for url in listings)

    def is_new(self, url: str) -> bool:
        """Whether no page that this process has read in the run linked there before."""
        name = hash(url)
        if name in self._met:
            return False
        if len(self._met) < _MOST_MET:
            self._met.add(name)
        return True

    def _more_results(self, lease: Lease, reading: Reading) -> list[PageLink]:
        """The next page of a search whose results lead to listings and whose page says not where there are more."""
        wanted = lease.wanted
        source = self._run.source_of(wanted.url, wanted.source) if wanted.query else None
        if source is None or source.search is None or any(link.kind == "next" for link in reading.links):
            return []
        if not any(link.kind == "listing" for link in reading.links) and not reading.listings:
            return []
        url = next_of_search(source.search, wanted.query, wanted.url)
        return [PageLink(url, "", "next", 1.0)] if url is not None else []

    def _leaves(self, known: KnownPage) -> bool:
        """Whether a link to a known page need not be followed: it is due, and so waits already, or it is not due."""
        if known.priority is not None:
            return True
        if self._run.known is None or not self._run.known.only_due:
            return False
        count(self._stats, "tidewaiter/skipped", "not_due")
        self._stats.inc_value(f"tidewaiter/not_due/{known.source}")
        return True

    def _told(self, lease: Lease, link: PageLink) -> tuple[str, int, str]:
        """What focus judges a link by beside its URL: its text, the page that it stands on, the search that led there."""
        query = lease.wanted.query
        if self._run.focus is None:
            return "", 0, query if link.kind == "next" else ""
        return link.text[:_TEXT], lease.id, query

    def redirect(self, lease: Lease, url: str) -> list[Wanted]:
        """The page that a redirect leads to, as what the redirecting one was wanted."""
        before = lease.wanted
        if before.kind == "start":
            # A start that has moved to another site takes the run there: that is what the user meant.
            self._run.scope.add(url)
        reason = self._refusal(url, before.depth)
        if reason is not None:
            count(self._stats, "tidewaiter/skipped", reason)
            return []
        return [replace(before, url=url, redirects=before.redirects + 1)]

    def render(self, lease: Lease) -> list[Wanted]:
        """The same page with the browser, and from now on its site too; nothing where the run has none."""
        before = lease.wanted
        source = self._run.source_of(before.url, before.source)
        if before.render or self._run.render == "never" or (source is not None and source.render == "never"):
            return []
        if self._run.no_browser:
            count(self._stats, "tidewaiter/skipped", "no_browser")
            return []
        self._run.rendering.add(before.host)
        return [replace(before, priority=before.priority + 1.0, render=True, redirects=0)]

    def covers(self, url: str) -> bool:
        """Whether a page that came belongs to the run's sites; counted where it doesn't."""
        if self._run.scope.covers(url):
            return True
        count(self._stats, "tidewaiter/skipped", "offsite")
        return False

    def will_fetch(self, lease: Lease, url: str) -> bool:
        """Whether a listing's own page will be fetched by this run."""
        return self._refusal(url, lease.wanted.depth + 1) is None

    def _renders(self, url: str, source: str | None) -> bool:
        run = self._run
        its = run.source_of(url, source)
        said = its.render if its is not None and run.render == "auto" else run.render
        if said != "auto":
            return said == "always"
        return urlsplit(url).netloc.lower() in run.rendering and not run.no_browser

    def _refusal(self, url: str, depth: int) -> str | None:
        """Why a URL is not followed, or None."""
        run = self._run
        if len(url) > run.settings.max_url_length:
            return "url_length"
        try:
            run.guard.check_url(url)
        except AddressNotAllowed as error:
            return error.reason
        if not run.scope.covers(url):
            return "offsite"
        if depth > run.depth:
            return "depth"
        if _ending(url) in _NO_PAGE:
            return "not_a_page"
        if is_maze(url):
            return "maze"
        if run.learner.is_barren(url):
            return "barren"
        return None


_MOST_MET = 500_000
"""Links that are remembered as met before; beyond that all count as new."""
_TEXT = 120
"""Characters of a link's text that are kept with it."""
_RANK = {"next": 4.0, "listing": 3.0, "index": 2.0, "other": 1.0}


def _ending(url: str) -> str:
    name = urlsplit(url).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""
