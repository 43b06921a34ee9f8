"""How much text a stretch of lines holds."""

from spiders.reading import furniture
from spiders.reading.lines import Line, Lines, is_running
from spiders.reading.links import is_file_link


class Mass:
    """How much text lies between two places of a stretch of lines, as running sums."""

    def __init__(self, lines: Lines, start: int, end: int) -> None:
        self.start = start
        self._content, self._running = [0], [0]
        for line in lines[start:end]:
            self._content.append(self._content[-1] + _content_of(line))
            self._running.append(self._running[-1] + _running_of(line))

    def content(self, low: int, high: int) -> int:
        """Characters that may be text of an article: not linked, not furniture."""
        return self._content[max(0, high - self.start)] - self._content[max(0, low - self.start)]

    def running(self, low: int, high: int) -> int:
        """Characters of running text only."""
        return self._running[max(0, high - self.start)] - self._running[max(0, low - self.start)]


def _content_of(line: Line) -> int:
    text = line.text
    if line.hidden:
        return 0
    free = len(text) - line.linked
    if line.links and free <= 0.3 * len(text):
        return len(text) if any(is_file_link(link) for link in line.links) else 0
    plain = line.plain
    if free < 2 or furniture.is_tool(plain) or furniture.is_footer(plain) or furniture.is_after_text(plain):
        return 0
    return free


def _running_of(line: Line) -> int:
    if line.hidden or not is_running(line) or furniture.is_footer(line.plain):
        return 0
    return len(line.text) - line.linked
