"""From a seed to sites that can be served."""

from __future__ import annotations

from datetime import datetime

from demo.world.generating import World
from demo.world.site import Site, utc_now
from demo.world.sites.channel import ChannelPreviews
from demo.world.sites.classifieds import Classifieds
from demo.world.sites.forum import Forum
from demo.world.sites.jsonld_shop import JsonLdShop
from demo.world.sites.microdata_shop import MicrodataShop
from demo.world.sites.script_shop import ScriptShop
from demo.world.sites.zh_classifieds import ChineseClassifieds

SITES: tuple[type[Site], ...] = (
    ChineseClassifieds, JsonLdShop, MicrodataShop, Forum, ChannelPreviews, ScriptShop, Classifieds,
)  # fmt: skip


def build_sites(world: World, *, now: datetime | None = None) -> list[Site]:
    """The world's sites, in the order of their ports. now: what 'two hours ago' counts from (default: the time)."""
    moment = now or utc_now()
    return [site(world.offers[site.name], moment, world.seed) for site in SITES]
