"""A run of digits beside the name of a platform: which number or account it is there."""

from __future__ import annotations

from bisect import bisect_left

from pipelines.reading.handles_findings import DIALLED, Findings
from pipelines.reading.handles_labels import Label
from pipelines.reading.handles_negatives import called_dead, in_a_code, something_else, with_unit
from pipelines.reading.handles_numbers import account_digits
from pipelines.reading.handles_phones import as_dialled, loose
from pipelines.reading.handles_runs import Run, joined

_NUMBERED = frozenset({"wechat", "zalo", "line", "telegram", "signal", "kakaotalk", "skype"})


def start_of(run: Run) -> int:
    """Where a run begins: the key by which runs are sorted."""
    return run.start


class Labelled(Findings):
    """Findings, and the numbers that names of platforms stand beside."""

    def number(self, label: Label, run: Run, marked: bool) -> bool:
        """A run of digits after a name of a platform, if it can be a number there."""
        text = self.text
        if label.kind == "line" and label.weak and not marked:
            label = Label(label.start, label.end, "phone", False)  # "my line": the one that rings
        if run.masked or (with_unit(text, run.end) and len(run.digits) < 9) or in_a_code(text, label.start):
            return False
        kind = label.kind
        if kind in {"email", "url"} or (something_else(text, label.start) and kind in {"phone", "contact"}):
            return False
        if called_dead(text, label.start, run.end):
            self._take(run.start, run.end)
            return False
        if kind == "qqmail":
            size = account_digits(run, 5, 11)
            if size is not None and text[run.ends[size - 1] : run.ends[size - 1] + 1] != "@":
                self._add_run("email", f"{run.digits[:size]}@qq.com", run, 0, size, 0.9)
            return size is not None
        if kind in DIALLED or kind == "contact":
            best = self._numbers.best(run, 0, labelled=True)
            if best is not None:
                last, e164, confidence = best
                self._add_run("phone" if kind == "contact" else kind, e164, run, 0, last, confidence)
                return True
            for other in self._by_start.get(run.start, ()):
                if other.guess and (best := self._numbers.best(other, 0, labelled=True)) is not None:
                    self._add_run("phone" if kind == "contact" else kind, best[1], other, 0, best[0], best[2] - 0.1)
                    return True
            if self._strewn(kind if kind != "contact" else "phone", run):
                return True
            if kind == "contact" or label.weak:
                return False
            return self._loose_phone(kind, run, marked)
        if kind == "qq":
            size = account_digits(run, 5, 11)
            if size is None or run.digits[0] == "0" or (label.weak and size < 6 and not marked):
                return False
            self._add_run("qq", run.digits[:size], run, 0, size, 0.98 - 0.02 * min(run.letters, 3))
            return True
        if kind not in _NUMBERED:
            return self._numeric_account(label, run, marked)
        best = self._numbers.best(run, 0, labelled=True)
        if best is None:
            for other in self._by_start.get(run.start, ()):
                if other.guess and (guessed := self._numbers.best(other, 0, labelled=True)) is not None:
                    run, best = other, (guessed[0], guessed[1], guessed[2] - 0.1)
                    break
        if best is not None:
            size, e164, confidence = best
            digits = run.digits[:size]
            value = digits if kind in {"wechat", "zalo", "line", "kakaotalk"} and not run.plus else e164
            if kind == "wechat" and e164.startswith("+86"):
                value = e164[3:]
            elif kind == "zalo":
                value = as_dialled(e164)
            elif kind in {"wechat", "line", "kakaotalk"}:
                value = digits
            self._add_run(kind, value, run, 0, size, confidence)
            return True
        if self._strewn(kind, run):
            return True
        return self._numeric_account(label, run, marked)

    def _numeric_account(self, label: Label, run: Run, marked: bool) -> bool:
        """An account that is a number without being a phone: a short WeChat or Xiaohongshu number."""
        if run.attached or run.letters or label.weak or label.kind in {"telegram", "signal", "skype", "x", "instagram"}:
            return False
        last = account_digits(run, 6, 12)
        if last is None or (not marked and last < 7):
            return False
        self._add_run(label.kind, run.digits[:last], run, 0, last, 0.75)
        return True

    def _strewn(self, kind: str, run: Run) -> bool:
        """A number with words strewn into it ("138 我 1234 爱 5678"): its groups, a few characters apart, make up a number."""
        at = bisect_left(self.runs, run.start, key=start_of)
        parts = [run]
        for other in self.runs[at : at + 12]:
            if other.guess or other.start < parts[-1].end:
                continue
            gap = self.text[parts[-1].end : other.start]
            if (
                len(gap) > 6
                or other.masked
                or other.attached
                or any(one in gap for one in "\n\x1d\x1e。,，;；")
                or gap.isspace()
            ):
                break
            parts.append(other)
            whole = joined(parts)
            if len(whole.digits) > 15:
                break
            value = self._numbers.read(whole.digits, plus=run.plus, labelled=True)[0]
            if value is not None and len(parts) > 1:
                if kind in {"wechat", "zalo", "line", "kakaotalk"}:
                    value = as_dialled(value)
                self._add_run(kind, value, whole, 0, len(whole.digits), 0.85)
                return True
        return False

    def _loose_phone(self, kind: str, run: Run, marked: bool) -> bool:
        """Digits that the text calls a phone number though no numbering plan knows them."""
        if run.attached or not run.plain:
            return False
        last = account_digits(run, 7, 15)
        if last is None:
            return False
        digits = run.digits[:last]
        value = loose(digits, self.country)
        if value is None:
            return False
        self._add_run(kind, value, run, 0, last, 0.4)
        return True
