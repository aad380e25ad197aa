"""A collectors' forum in Chinese and English: boards, threads in pages, quotes; some threads hold many people's offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from demo.world.dates import relative_date
from demo.world.offers import Offer
from demo.world.plan import NAMES
from demo.world.site import Request, Response, Site
from demo.world.writing import material

POSTS_A_PAGE = 10
THREADS_A_PAGE = 15
BOARDS = (
    ("zh", "闲置交易"),
    ("zh", "集中交易帖"),
    ("zh", "茶余饭后"),
    ("en", "For sale"),
    ("en", "Swap threads"),
    ("en", "Off topic"),
)
_SWAP_TITLES = {
    "zh": ("本周集中交易帖 第{n}期", "清仓楼 大家都来出 第{n}楼"),
    "en": ("Weekend swap meet no. {n}", "Clear-out thread {n}: post your items here"),
}
_CHAT_TITLES = {
    "zh": ("新人报到", "怎么辨认老料新料", "快递又丢件了", "版规讨论"),
    "en": ("Introduce yourself", "How do you pack fragile things?", "Lost parcels again", "About the rules"),
}
_SIGNATURES = {"zh": ("玩物不丧志", "以诚会友", ""), "en": ("life is short, keep the box", "", "")}


@dataclass(slots=True)
class Post:
    """One post of a thread; an offer, or talk."""

    number: int
    member: str
    member_id: str
    text: str
    at: datetime
    offer: Offer | None = None
    quote: str = ""
    signature: str = ""


@dataclass(slots=True)
class Thread:
    """A thread of a board."""

    number: int
    board: int
    language: str
    title: str
    posts: list[Post] = field(default_factory=list)


class Forum(Site):
    """藏友之家 / The Collectors' Shed."""

    name, language, title = "forum", "zh", "藏友之家 Collectors' Shed"

    def __init__(self, offers: Sequence[Offer], now: datetime, seed: int) -> None:
        self._rng = Random(f"forum-threads/{seed}")
        self.threads: list[Thread] = []
        self._next_post = self._rng.randrange(20_000, 60_000)
        self._paths: dict[int, str] = {}
        self._first: set[int] = set()
        self.now = now
        for language in ("zh", "en"):
            self._start_threads([offer for offer in offers if offer.language == language], language)
        self._rng.shuffle(self.threads)
        for number, thread in enumerate(self.threads, start=self._rng.randrange(100, 900)):
            thread.number = number
            self._place(thread)
        self.by_thread = {thread.number: thread for thread in self.threads}
        super().__init__(offers, now, seed)

    def _start_threads(self, offers: list[Offer], language: str) -> None:
        rng, boards = self._rng, [number for number, board in enumerate(BOARDS) if board[0] == language]
        swaps = [Thread(0, boards[1], language, title.format(n=rng.randrange(3, 60))) for title in _SWAP_TITLES[language]]
        for offer in offers:
            if rng.random() < 0.55:
                thread = Thread(0, boards[0], language, offer.title)
                self._offer(thread, offer)
                self._talk(thread, rng.choice((0, 1, 2, 5, 12)))
                self.threads.append(thread)
                continue
            thread = rng.choice(swaps)
            if not thread.posts:
                self._talk(thread, 1)
            self._offer(thread, offer)
            self._talk(thread, rng.choice((0, 0, 1, 2)))
        chats = [Thread(0, boards[2], language, title) for title in _CHAT_TITLES[language]]
        for thread in chats:
            self._talk(thread, rng.randrange(4, 14))
        self.threads += [thread for thread in swaps if thread.posts] + chats

    def _offer(self, thread: Thread, offer: Offer) -> None:
        at = self.now - timedelta(minutes=offer.age_minutes)
        rng = self._rng
        post = Post(self._number(), offer.account.name, offer.account.id, offer.text, at, offer)
        post.signature = rng.choice(_SIGNATURES[thread.language])
        if not thread.posts:
            self._first.add(offer.number)
        thread.posts.append(post)

    def _talk(self, thread: Thread, posts: int) -> None:
        rng = self._rng
        for _ in range(posts):
            name = rng.choice(NAMES[thread.language])
            before = thread.posts[-1] if thread.posts else None
            at = (before.at if before else self.now - timedelta(days=20)) + timedelta(minutes=rng.randrange(3, 300))
            post = Post(self._number(), name, f"m{sum(name.encode())}", rng.choice(material(thread.language)["replies"]), at)
            if before and rng.random() < 0.4:
                post.quote = f"{before.member}: {before.text[:60]}"
            thread.posts.append(post)

    def _number(self) -> int:
        self._next_post += self._rng.choice((1, 2, 5))
        return self._next_post

    def _place(self, thread: Thread) -> None:
        """Says where each offer of the thread stands, now that the thread has its number."""
        for position, post in enumerate(thread.posts):
            post.at = min(post.at, self.now)
            if post.offer:
                self._paths[post.offer.number] = self.post_path(thread, position)

    def post_path(self, thread: Thread, position: int) -> str:
        """The address of a post: its page of the thread, and its anchor."""
        page = position // POSTS_A_PAGE + 1
        return f"/thread/{thread.number}{f'?page={page}' if page > 1 else ''}#post-{thread.posts[position].number}"

    def path_of(self, offer: Offer) -> str:
        """The address of its post."""
        return self._paths[offer.number]

    def shows_title(self, offer: Offer) -> bool:
        """Only the first post of a thread has the thread's title."""
        return offer.number in self._first

    def when(self, moment: datetime, language: str) -> str:
        """A date as the forum writes it."""
        return relative_date(moment, self.now, language)

    def page(self, request: Request) -> Response | None:
        """Boards, threads, members."""
        parts = request.path.strip("/").split("/")
        page = request.number("page", 1)
        if request.path == "/":
            counts = [sum(thread.board == number for thread in self.threads) for number in range(len(BOARDS))]
            return self.render("front", boards=BOARDS, counts=counts)
        if len(parts) != 2 or not parts[1].removeprefix("u").removeprefix("m").isdecimal():
            return None
        if parts[0] == "member":
            name = next((p.member for thread in self.threads for p in thread.posts if p.member_id == parts[1]), None)
            return self.render("member", name=name) if name else None
        number = int(parts[1].lstrip("um")[:9])
        if parts[0] == "board" and number < len(BOARDS):
            return self._board(number, page)
        if parts[0] == "thread" and (thread := self.by_thread.get(number)):
            return self._thread(thread, page)
        return None

    def _board(self, number: int, page: int) -> Response | None:
        threads = sorted((t for t in self.threads if t.board == number), key=lambda thread: thread.posts[-1].at, reverse=True)
        pages = max(1, -(-len(threads) // THREADS_A_PAGE))
        if not 1 <= page <= pages:
            return None
        shown = threads[(page - 1) * THREADS_A_PAGE : page * THREADS_A_PAGE]
        return self.render("board", board=BOARDS[number], number=number, threads=shown, page=page, pages=pages)

    def _thread(self, thread: Thread, page: int) -> Response | None:
        pages = -(-len(thread.posts) // POSTS_A_PAGE)
        if not 1 <= page <= pages:
            return None
        start = (page - 1) * POSTS_A_PAGE
        posts = list(enumerate(thread.posts))[start : start + POSTS_A_PAGE]
        return self.render("thread", thread=thread, board=BOARDS[thread.board], posts=posts, page=page, pages=pages)
