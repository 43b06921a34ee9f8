"""How much text a stretch of lines holds."""

from spiders.reading import furniture
from spiders.reading.lines import Line, Lines
from spiders.reading.links import has_file


class Mass:
    """How much text lies between two places of a stretch of lines, as running sums."""

    def __init__(self, lines: Lines, start: int, end: int) -> None:
        self.start = start
        self._content, self._running = [0], [0]
        content = running = 0
        for line in lines[start:end]:
            if not line.hidden:
                free = len(line.text) - line.linked
                if line.running and not furniture.is_footer(line.plain):
                    running += free
                    content += 0 if furniture.is_after_text(line.plain) else free
                elif not line.running:
                    content += _content_of(line, free, lines.tools[line.index])
            self._content.append(content)
            self._running.append(running)

    def content(self, low: int, high: int) -> int:
        """Characters that may be text of an article: not linked, not furniture."""
        return self._content[max(0, high - self.start)] - self._content[max(0, low - self.start)]

    def running(self, low: int, high: int) -> int:
        """Characters of running text only."""
        return self._running[max(0, high - self.start)] - self._running[max(0, low - self.start)]


def _content_of(line: Line, free: int, is_tool: bool) -> int:
    """What a line that is no running text may hold of an article."""
    text = line.text
    if line.links and free <= 0.3 * len(text):
        return len(text) if has_file(line) else 0
    plain = line.plain
    if free < 2 or is_tool or furniture.is_footer(plain) or furniture.is_after_text(plain):
        return 0
    return free
