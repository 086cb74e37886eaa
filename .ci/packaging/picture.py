"""Converts a terminal's screen, as printed by `tmux capture-pane -e`, to an SVG with real text for light and dark pages.

usage: picture.py COLUMNS <SCREEN >SVG
"""
import html
import re
import sys

SIZE = 13.3
ADVANCE = 8  # the usual advance of monospaced fonts at this size; textLength adjusts other fonts
LEADING = 16
MARGIN = 20
BAR = 34  # the height of the window's title bar

# For light and dark pages. Text colors have a contrast of at least 4.5 to the card.
COLORS = {
    "fg": ("#1f2328", "#e6edf3"), "card": ("#ffffff", "#0d1117"), "edge": ("#d0d7de", "#3d444d"), "bar": ("#f6f8fa", "#151b23"),
    "dim": ("#59636e", "#9198a1"), "red": ("#c21c2c", "#ff7b72"), "green": ("#1a7f37", "#3fb950"), "yellow": ("#8a5a00", "#d29922"),
    "blue": ("#0969da", "#58a6ff"), "magenta": ("#8250df", "#bc8cff"), "cyan": ("#1b7c83", "#39c5cf"),
}
NAMES = ["fg", "red", "green", "yellow", "blue", "magenta", "cyan", "fg"]


class Style:
    def __init__(self):
        self.bold = self.dim = self.italic = self.underlined = False
        self.color = None

    def apply(self, codes):
        for code in codes:
            if code == 0:
                self.__init__()
            elif code in (1, 2, 3, 4):
                setattr(self, ("bold", "dim", "italic", "underlined")[code - 1], True)
            elif code == 22:
                self.bold = self.dim = False
            elif code in (23, 24):
                setattr(self, "italic" if code == 23 else "underlined", False)
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.color = NAMES[code % 10]
            elif code == 39:
                self.color = None
            elif code != 49:
                sys.exit(f"Unsupported SGR code {code}: add it to .ci/packaging/picture.py.")

    def classes(self):
        color = self.color or ("dim" if self.dim else None)
        names = [color, self.bold and "bold", self.italic and "italic", self.underlined and "underlined"]
        return " ".join(name for name in names if name)


def runs(line, style):
    """Splits a row at changes of style and at wide gaps: yields column, text and classes."""
    column = 0
    for part in re.split(r"(\x1b\[[\d;]*m)", line):
        if part.startswith("\x1b"):
            style.apply(int(code or 0) for code in part[2:-1].split(";"))
            continue
        for piece in re.finditer(r"\S+(?: \S+)*", part):
            yield column + piece.start(), piece[0], style.classes()
        column += len(part)


def main(columns):
    style = Style()
    lines = sys.stdin.read().rstrip("\n").split("\n")
    rows = [list(runs(line, style)) for line in lines]
    while rows and not rows[-1]:
        rows.pop()
    width = round(columns * ADVANCE) + 2 * MARGIN
    height = BAR + len(rows) * LEADING + MARGIN

    def colors(which):
        rules = [f".{name}{{fill:{pair[which]}}}" for name, pair in COLORS.items() if name not in ("card", "bar", "edge")]
        card, bar, edge = (COLORS[name][which] for name in ("card", "bar", "edge"))
        return f"text{{fill:{COLORS['fg'][which]}}}.card{{fill:{card};stroke:{edge}}}.bar{{fill:{bar}}}.dot{{fill:{edge}}}" + "".join(rules)

    print(f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title desc">
<title id="title">A session of nx1sh</title>
<desc id="desc">Someone asks how many orders shipped late. The crew's steps appear, then its answer with a table, and :chart draws the table as bars.</desc>
<style>
text{{font:{SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}}
.bold{{font-weight:600}}.italic{{font-style:italic}}.underlined{{text-decoration:underline}}
{colors(0)}
@media(prefers-color-scheme:dark){{{colors(1)}}}
</style>
<rect class="card" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>
<path class="bar" d="M1 {BAR - 8}V8a7 7 0 0 1 7-7h{width - 16}a7 7 0 0 1 7 7v{BAR - 16}z"/>""")
    for index in range(3):
        print(f'<circle class="dot" cx="{MARGIN + index * 18}" cy="{(BAR - 8) // 2 + 1}" r="5.5"/>')
    for row, pieces in enumerate(rows):
        for column, text, classes in pieces:
            attribute = f' class="{classes}"' if classes else ""
            print(f'<text x="{MARGIN + column * ADVANCE}" y="{BAR + row * LEADING + 13}"'
                  f' textLength="{len(text) * ADVANCE}" lengthAdjust="spacingAndGlyphs"{attribute}>{html.escape(text, quote=False)}</text>')
    print("</svg>")


main(int(sys.argv[1]))
