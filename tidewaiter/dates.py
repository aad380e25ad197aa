"""When a page says something was posted: 昨天 15:30, 3天前, 12.03.2024, 5 phút trước, 14 ม.ค. 2567 (Buddhist era).

Relative dates are read against the time at which the page was fetched. A date without a time is that day's beginning; a time
without a zone is taken as UTC, since few pages say theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

from tidewaiter.folding import fold_text

MAX_LENGTH = 200
"""Characters looked at: a date stands in a short text."""
_BUDDHIST = 543
_BUDDHIST_YEARS = range(2450, 2700)
_EARLIEST, _FUTURE = 1990, timedelta(days=2)
"""No listing is older, none was posted after now (two days leave room for time zones)."""
_OWN_LANGUAGES = frozenset({"zh", "en", "vi", "ru", "th", "id", "ms", "ja", "ko"})

_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[t ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?:[.,]\d{1,9})?\s?(?P<zone>z|[+-]\d\d:?\d\d)?(?!\d)"
)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_PACKED = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s?(?:年|-|/|\.)\s?(?P<month>\d{1,2})\s?(?:月|-|/|\.)\s?(?P<day>\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<![\d.,/])(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?!\d)")
_HAN = re.compile(r"(?<!\d)(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})(?!\d)")
_SHORT = re.compile(r"(?<![\d.,/:-])(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?![\d/:-]|\.\d)")
_NUMBERED = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s?(?:tháng|thg)\s?(?P<month>\d{1,2})(?:\D{0,6}(?P<year>\d{4}))?(?!\d)")
_CLOCK = re.compile(
    r"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上|午前|午後)?\s?(?<![\d.,-])(?P<hour>\d{1,2})\s?(?::|时|点|時|h(?=\d))"
    r"\s?(?P<minute>\d\d)?(?::(?P<second>\d\d))?"
    r"(?!\d)\s?(?P<apm>[ap]\.?m\b|sáng|chiều|tối)?\s?(?:utc|gmt)?(?P<zone>z\b|[+-]\d\d:?\d\d)?"
)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "午後", "pm", "p.m", "chiều", "tối"})
_MORNING = frozenset({"凌晨", "午前", "上午", "早上", "am", "a.m", "sáng"})

_DAYS_BACK = {  # by folded word
    "今天": 0, "今日": 0, "今早": 0, "today": 0, "hôm nay": 0, "сегодня": 0, "วันนี้": 0, "hari ini": 0, "오늘": 0,
    "昨天": 1, "昨日": 1, "昨晚": 1, "yesterday": 1, "hôm qua": 1, "вчера": 1, "เมื่อวาน": 1, "kemarin": 1, "어제": 1,
    "前天": 2, "一昨日": 2, "hôm kia": 2,
    "позавчера": 2, "大前天": 3,
}  # fmt: skip
_JUST_NOW = re.compile(
    "刚刚|刚才|刚发布|just now|moments? ago|a moment|vừa xong|vừa mới|mới đây|только что|"
    "เมื่อสักครู่|เมื่อกี้|baru saja|barusan|たった今|방금"
)
_PAST = re.compile(r"\s?(?:之前|以前|前|ago|trước|назад|ที่แล้ว|ที่ผ่านมา|yang lalu|lalu|전|earlier)")
_HAN_NUMBERS = {character: float(value) for value, character in enumerate("零一二三四五六七八九十")} | {"两": 2.0, "半": 0.5}
_ONE = frozenset({"a", "an", "one", "một", "se", "satu", "หนึ่ง"})
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_629_746, "year": 31_556_952}


@cache
def _words() -> tuple[dict[str, int], re.Pattern[str], re.Pattern[str], dict[str, int], re.Pattern[str]]:
    """Months and a pattern of day-month and month-day; units in seconds and the pattern of a length of time."""
    months: dict[str, int] = {}
    units: dict[str, int] = {}
    for line in files("tidewaiter").joinpath("date_words.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, words = line.split("\t")
        for word in map(fold_text, words.split(", ")):
            if name.isdigit():
                months[word] = int(name)
            else:
                units[word] = _SECONDS[name]
    month = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    unit = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    of_month = rf"(?P<month>{month})(?![a-zа-я])\.?"
    day_month = rf"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th)?\s?(?:of\s|de\s|-)?{of_month}"
    day_month += r"(?:[ ,-]{0,3}(?P<year>\d{4}|\d\d(?![:\d])))?(?!\d)"
    month_day = rf"(?<![a-zа-я]){of_month}\s(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,?\s(?P<year>\d{{4}}))?(?![:\d])"
    count = r"\d{1,4}|[一二两三四五六七八九十半]{1,3}|[^\W\d]{1,6}"
    ago = rf"(?<![a-zа-я\d.])(?:(?P<count>{count})\s?个?\s?)??(?P<unit>{unit})(?![a-zа-я])\.?"
    return months, re.compile(day_month), re.compile(month_day), units, re.compile(ago)


def read_date(text: str, *, now: str, language: str | None = None) -> str | None:
    """The time that a short text says, as RFC 3339 in UTC; None where it says none, or one in the future or before 1990.

    now: RFC 3339, when the page was fetched; language: BCP 47 of the page, for 03/04/2024 and 03-04.
    """
    folded = fold_text(text[:MAX_LENGTH]).strip()
    if not folded:
        return None
    reader = _DateReader(folded, _moment(now), (language or "").lower())
    for step in reader.steps():
        found = step()
        if found is not None:
            return found.strftime("%Y-%m-%dT%H:%M:%SZ") if reader.plausible(found) else None
    return None


class _DateReader:
    """Reads one folded text."""

    def __init__(self, text: str, now: datetime, language: str) -> None:
        self._text, self._now, self._language = text, now, language

    def steps(self) -> tuple[Callable[[], datetime | None], ...]:
        """Ways to read it, the surest first."""
        absolute = (self._iso, self._epoch, self._full, self._month_by_name, self._han)
        return (*absolute, self._relative, self._ago, self._short, self._others)

    def plausible(self, found: datetime) -> bool:
        """Whether a listing can have been posted then."""
        return found.year >= _EARLIEST and found <= self._now + _FUTURE

    def _iso(self) -> datetime | None:
        found = _ISO.search(self._text)
        if not found:
            return None
        parts = (found[part] or "0" for part in ("year", "month", "day", "hour", "minute", "second"))
        return _at(*(int(part) for part in parts), zone=found["zone"])

    def _epoch(self) -> datetime | None:
        found = _EPOCH.fullmatch(self._text)
        return datetime.fromtimestamp(int(self._text[:10]), UTC) if found else None

    def _full(self) -> datetime | None:
        if found := _PACKED.fullmatch(self._text) or _YEAR_FIRST.search(self._text):
            return self._day(int(found["year"]), int(found["month"]), int(found["day"]), found.end())
        if found := _YEAR_LAST.search(self._text):
            day, month = int(found["a"]), int(found["b"])
            american = self._language == "en-us" and found["mark"] == "/"
            if month > 12 or (american and day <= 12):
                day, month = month, day
            return self._day(self._year(found["year"]), month, day, found.end())
        return None

    def _month_by_name(self) -> datetime | None:
        months, day_month, month_day, _, _ = _words()
        if found := _NUMBERED.search(self._text):
            return self._day(self._year(found["year"]), int(found["month"]), int(found["day"]), found.end())
        if found := day_month.search(self._text) or month_day.search(self._text):
            return self._day(self._year(found["year"]), months[found["month"]], int(found["day"]), found.end())
        return None

    def _han(self) -> datetime | None:
        found = _HAN.search(self._text)
        return self._day(None, int(found["month"]), int(found["day"]), found.end()) if found else None

    def _relative(self) -> datetime | None:
        if _JUST_NOW.search(self._text):
            return self._now
        for word in sorted(_DAYS_BACK, key=len, reverse=True):
            if word in self._text:
                day = self._now - timedelta(days=_DAYS_BACK[word])
                return self._clocked(day.year, day.month, day.day, self._text.index(word) + len(word))
        return None

    def _ago(self) -> datetime | None:
        seconds = 0.0
        for found in _words()[4].finditer(self._text):
            count = _count(found["count"])
            if count is None:
                continue
            seconds += count * _words()[3][found["unit"]]
            if _PAST.match(self._text, found.end()):
                return (self._now - timedelta(seconds=seconds)).replace(microsecond=0)
        return None

    def _short(self) -> datetime | None:
        """Month and day in digits: 03-12 in Chinese, 12.03 elsewhere; a time alone is of today."""
        if found := _SHORT.search(self._text):
            first, second = int(found["a"]), int(found["b"])
            chinese = self._language.startswith(("zh", "ja", "ko")) or (not self._language and found["mark"] == "-")
            month, day = (first, second) if chinese or second > 12 else (second, first)
            return self._day(None, month, day, found.end())
        clock = _CLOCK.fullmatch(self._text)
        if clock and (clock["minute"] or clock["half"]):
            return self._clocked(self._now.year, self._now.month, self._now.day, 0)
        return None

    def _others(self) -> datetime | None:
        """Languages that this file doesn't know, by a library that takes long to load and to read."""
        if not self._language or self._language[:2] in _OWN_LANGUAGES or len(self._text) > 60:
            return None
        if not any(character.isdigit() for character in self._text):
            return None
        from dateparser.date import DateDataParser

        base = self._now.replace(tzinfo=None)
        try:
            parser = DateDataParser(languages=[self._language[:2]], settings={"RELATIVE_BASE": base, "TIMEZONE": "UTC"})
            found = parser.get_date_data(self._text).date_obj
        except (ValueError, OverflowError):  # no such language; a date out of range
            return None
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC) if found else None

    def _year(self, written: str | None) -> int | None:
        """A year as written, from two digits and the Buddhist era to ours."""
        if not written:
            return None
        year = int(written)
        if year in _BUDDHIST_YEARS:
            return year - _BUDDHIST
        if len(written) == 2:
            if self._language.startswith("th") and year > 50:
                return 2500 + year - _BUDDHIST
            return 2000 + year if year <= self._now.year % 100 + 1 else 1900 + year
        return year

    def _day(self, year: int | None, month: int, day: int, after: int) -> datetime | None:
        """That day; without a year the last one that is not in the future."""
        if year is None:
            this_year = self._clocked(self._now.year, month, day, after)
            if this_year is None or self.plausible(this_year):
                return this_year
            return self._clocked(self._now.year - 1, month, day, after)
        return self._clocked(self._year(str(year)) or year, month, day, after)

    def _clocked(self, year: int, month: int, day: int, after: int) -> datetime | None:
        """That day at the time that stands behind it, else before it."""
        clock = _CLOCK.search(self._text, after) or _CLOCK.search(self._text, 0, after)
        if not clock:
            return _at(year, month, day)
        hour, half = int(clock["hour"]), clock["half"] or clock["apm"] or ""
        if half in _AFTERNOON and hour < 12:
            hour += 12
        elif half in _MORNING and hour == 12:
            hour = 0
        return _at(year, month, day, hour, int(clock["minute"] or 0), int(clock["second"] or 0), zone=clock["zone"])


def _at(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, *, zone: str | None = None
) -> datetime | None:
    """A moment in UTC; None where there is no such day or time."""
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(zone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(written: str | None) -> timezone:
    if not written or written == "z":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)


def _count(written: str | None) -> float | None:
    """How many units; one where no number stands (неделю назад)."""
    if written is None:
        return 1.0
    if written.isdecimal():
        return float(written)
    if written in _ONE:
        return 1.0
    if written in _HAN_NUMBERS:
        return _HAN_NUMBERS[written]
    if all(character in _HAN_NUMBERS for character in written) and "十" in written:
        tens, _, ones = written.partition("十")
        return (_HAN_NUMBERS.get(tens, 1.0) if tens else 1.0) * 10 + (_HAN_NUMBERS.get(ones, 0.0) if ones else 0.0)
    return None


def _moment(now: str) -> datetime:
    return datetime.fromisoformat(now).astimezone(UTC)
