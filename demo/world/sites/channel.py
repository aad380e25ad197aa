"""Public previews of messenger channels, in the markup of Telegram's `t.me/s` pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo.world.offers import Account, Offer
from demo.world.site import Request, Response, Site

MESSAGES_A_PAGE = 10
_WORDS = ("haohuo", "gangkou", "laodian", "xianzhi", "shanhuo", "nanfang")
_CHATTER = (
    "今天物流停发一天，单号明天统一更新，大家不要着急。",
    "频道满一千人了，感谢各位老朋友支持，周末有小活动。",
    "收到货的朋友麻烦报个平安，反馈图已经放在群里。",
    "注意有人冒充本频道，认准置顶，私聊要定金的都是骗子。",
)


@dataclass(slots=True)
class Message:
    """One message: an offer, or talk."""

    number: int
    at: datetime
    offer: Offer | None
    text: str


@dataclass(slots=True)
class Channel:
    """One channel and its messages, oldest first."""

    slug: str
    account: Account
    messages: list[Message]


class ChannelPreviews(Site):
    """Four channels."""

    name, language, title = "channel", "zh", "频道预览"

    def __init__(self, offers: Sequence[Offer], now: datetime, seed: int) -> None:
        rng = Random(f"channels/{seed}")
        self.channels: dict[str, Channel] = {}
        self._paths: dict[int, str] = {}
        self._slugs: dict[str, str] = {}
        for account in dict.fromkeys(offer.account for offer in offers):
            slug = f"{_WORDS[len(self.channels) % len(_WORDS)]}_{account.id[1:]}"
            theirs = sorted((o for o in offers if o.account == account), key=lambda offer: -offer.age_minutes)
            self.channels[slug] = Channel(slug, account, self._messages(theirs, now, rng))
            self._slugs[account.id] = slug
            for message in self.channels[slug].messages:
                if message.offer:
                    self._paths[message.offer.number] = f"/{slug}/{message.number}"
        super().__init__(offers, now, seed)

    def _messages(self, offers: list[Offer], now: datetime, rng: Random) -> list[Message]:
        number, messages = rng.randrange(3, 400), []
        for offer in offers:
            at = now - timedelta(minutes=offer.age_minutes)
            if rng.random() < 0.2:
                messages.append(Message(number, at, None, rng.choice(_CHATTER)))
                number += 1
            messages.append(Message(number, at, offer, offer.text))
            number += rng.choice((1, 1, 2))
        return messages

    def path_of(self, offer: Offer) -> str:
        """`/haohuo_10586/57`."""
        return self._paths[offer.number]

    def shows_title(self, offer: Offer) -> bool:
        """Messages have none."""
        return False

    def seller_id(self, offer: Offer) -> str:
        """The channel's name is the account."""
        return self._slugs[offer.account.id]

    def page(self, request: Request) -> Response | None:
        """The list of channels, a channel's preview, one message."""
        parts = request.path.strip("/").split("/")
        if request.path == "/":
            return self.render("front", channels=self.channels.values())
        if parts[0] == "s" and len(parts) == 2 and (channel := self.channels.get(parts[1])):
            return self._preview(channel, request)
        if len(parts) == 1 and parts[0] in self.channels:
            return self.redirect(f"/s/{parts[0]}")
        if len(parts) == 2 and parts[1].isdecimal() and (channel := self.channels.get(parts[0])):
            found = [message for message in channel.messages if message.number == int(parts[1][:9])]
            return self.render("single", channel=channel, message=found[0]) if found else None
        return None

    def _preview(self, channel: Channel, request: Request) -> Response:
        before = request.number("before", 1 << 30)
        older = [message for message in channel.messages if message.number < before]
        shown = older[-MESSAGES_A_PAGE:]
        more = shown[0].number if len(older) > len(shown) else None
        asked = f"?before={before}" if "before" in request.query else ""
        return self.render("preview", channel=channel, messages=shown, before=more, asked=asked)
