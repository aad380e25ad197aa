"""Two kinds of plots as inline SVG: a curve, and bars. What they show can also be read as text, by eye or screen reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_COLOURS = ("#0969da", "#bc4c00", "#1a7f37")
_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 110, 10, 30
MOST_BARS = 40


def curve(over: Sequence[float], lines: Mapping[str, Sequence[float]], *, along: str) -> str:
    """Lines over rising values, each on its own scale of what it reached, named at its end. along: what the values count."""
    last = max(over[-1], 1.0)
    inner_width, inner_height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    drawn = []
    for number, (name, values) in enumerate(lines.items()):
        top = max(*values, 1.0)
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(
            f"{_LEFT + inner_width * x / last:.1f},{_TOP + inner_height * (1 - y / top):.1f}"
            for x, y in zip(over, values, strict=True)
        )
        end = _TOP + inner_height * (1 - values[-1] / top)
        drawn.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>'
            f'<text x="{_WIDTH - _RIGHT + 6}" y="{end + 4 + 16 * number:.1f}" style="fill:{colour}">'
            f"{values[-1]:,.0f} {escape(name)}</text>"
        )
    axis = (
        f'<path d="M{_LEFT} {_TOP}V{_TOP + inner_height}H{_WIDTH - _RIGHT}" fill="none" stroke="#8c959f"/>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 8}">0</text>'
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 8}" text-anchor="end">{over[-1]:,.0f} {escape(along)}</text>'
    )
    told = ", ".join(f"{values[-1]:,.0f} {name}" for name, values in lines.items())
    described = escape(f"{told} after {over[-1]:,.0f} {along}")
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{described}">{axis}{"".join(drawn)}</svg>'


def bars(values: Mapping[str, float]) -> str:
    """A bar a name, the longest first, with its number; empty where there is nothing."""
    ordered = sorted(((name, value) for name, value in values.items() if value > 0), key=lambda pair: (-pair[1], pair[0]))
    shown = ordered[:MOST_BARS]
    if not shown:
        return ""
    most = shown[0][1]
    rows = []
    for number, (name, value) in enumerate(shown):
        y = 22 * number
        rows.append(
            f'<text x="200" y="{y + 15}" text-anchor="end">{escape(name[:28])}</text>'
            f'<rect x="208" y="{y + 3}" width="{max(1.0, 420 * value / most):.1f}" height="15" fill="{_COLOURS[0]}"/>'
            f'<text x="{214 + max(1.0, 420 * value / most):.1f}" y="{y + 15}">{value:,.0f}</text>'
        )
    left_out = f"<p>and {len(ordered) - len(shown)} more</p>" if len(ordered) > len(shown) else ""
    described = escape(", ".join(f"{name} {value:,.0f}" for name, value in shown))
    return f'<svg viewBox="0 0 720 {22 * len(shown) + 4}" role="img" aria-label="{described}">{"".join(rows)}</svg>{left_out}'
