"""How sites write when something was posted: 'two hours ago', 昨天, 'hôm qua'."""

from __future__ import annotations

from datetime import datetime, timedelta

_WORDS = {
    "zh": ("{n}分钟前", "{n}小时前", "昨天 {clock}", "{n}天前"),
    "en": ("{n} minutes ago", "{n} hours ago", "yesterday", "{n} days ago"),
    "vi": ("{n} phút trước", "{n} giờ trước", "hôm qua", "{n} ngày trước"),
}
_DATES = {"zh": "%Y-%m-%d %H:%M", "en": "%d %b %Y", "vi": "%d/%m/%Y"}


def relative_date(moment: datetime, now: datetime, language: str) -> str:
    """A moment as seen from now; older than nine days, the date."""
    minutes = int((now - moment).total_seconds() // 60)
    ago, hours, yesterday, days = _WORDS[language]
    if minutes < 60:
        return ago.format(n=max(2, minutes))
    if minutes < 20 * 60 and moment.date() == now.date():
        return hours.format(n=max(2, minutes // 60))
    if moment.date() == (now - timedelta(days=1)).date():
        return yesterday.format(clock=moment.strftime("%H:%M"))
    apart = (now.date() - moment.date()).days
    return days.format(n=apart) if apart <= 9 else moment.strftime(_DATES[language])
