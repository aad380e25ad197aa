"""Phone numbers with no name of a platform beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from pipelines.reading.handles_findings import Found
from pipelines.reading.handles_labelled import Labelled, start_of
from pipelines.reading.handles_negatives import called_dead, something_else
from pipelines.reading.handles_phones import national
from pipelines.reading.handles_runs import joined
from pipelines.reading.handles_text import BREAK, MAX_FOUND


class Alone(Labelled):
    """Findings, and the numbers that stand alone."""

    def match_alone(self) -> None:
        """Runs of digits with no platform beside them that are phone numbers."""
        for run in self.runs:
            if len(self._found) >= MAX_FOUND:
                break
            if run.masked or run.attached or len(run.digits) < 7 or not self._free(run.start, run.end):
                continue
            checked = False
            groups = run.groups()
            number = 0
            while number < len(groups):
                first = groups[number][0]
                best = self._numbers.best(run, first, labelled=False)
                if best is None:
                    number += 1
                    continue
                if not checked and (something_else(self.text, run.start) or called_dead(self.text, run.start, run.end)):
                    break
                checked = True
                last, e164, confidence = best
                self._add_run("phone", e164, run, first, last, confidence)
                while number < len(groups) and groups[number][0] < last:
                    number += 1

        if BREAK in self.text:
            self._over_the_edge()

    def _over_the_edge(self) -> None:
        """A number that begins at the end of one field and goes on at the head of the next (title and text, text and photo)."""
        for edge in (match.start() for match in islice(re.finditer(BREAK, self.text), 20)):
            low, high = bisect_left(self.runs, edge - 24, key=start_of), bisect_left(self.runs, edge + 12, key=start_of)
            near = [
                run
                for run in self.runs[low:high]
                if not (run.guess or run.attached or run.masked) and self._free(run.start, run.end)
            ]
            before = [run for run in near if run.end <= edge and edge - run.end <= 3]
            after = [run for run in near if run.start > edge and run.start - edge <= 4]
            if not before or not after or something_else(self.text, before[-1].start):
                continue
            whole = joined([before[-1], after[0]])
            value = national(whole.digits, self.country, fixed=False)
            if value is not None:
                self._found.append(Found("phone", value, before[-1].start, after[0].end, 0.8))
                self._take(before[-1].start, after[0].end)
