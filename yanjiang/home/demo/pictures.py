"""The sample content's pictures, drawn when it is loaded (the loader stores the bytes), since the project ships none."""

import math
import random
from io import BytesIO

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

type_points = list[tuple[float, float]]
Points = list[tuple[float, float]]

PAPER, INK, RED, OCHRE = "#fbf9f4", "#1f1d1a", "#a61b1b", "#c8974a"
SAND, STONE, CLAY, DUSK, MAROON, LIGHT = "#e9dfcd", "#b9ab96", "#8a7560", "#463c33", "#6d1414", "#f6e6c2"
SCALE = 2


def mix(first: str, second: str, share: float) -> str:
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=False)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def box(x: float, y: float, width: float, height: float) -> Points:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def oval(x: float, y: float, across: float, down: float, start: float = 0, stop: float = 360) -> Points:
    angles = [math.radians(start + (stop - start) * i / 90) for i in range(91)]
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


def curve(*knots: tuple[float, float], closed: bool = False) -> Points:
    """A smooth line through the knots (Catmull-Rom)."""
    ends = [knots[-1], *knots, knots[0], knots[1]] if closed else [knots[0], *knots, knots[-1]]
    line: Points = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in (i / 12 for i in range(12)):
            w = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = (sum(k * p[axis] for k, p in zip(w, (a, b, c, d), strict=True)) / 2 for axis in (0, 1))
            line.append((x, y))
    return line if closed else [*line, knots[-1]]


def brush(line: Points, width: float, tip: float = 1.0) -> Points:
    """The outline of a stroke along the line; `tip` is how much of its width is left at both ends."""
    left, right = [], []
    for i, (x, y) in enumerate(line):
        (x0, y0), (x1, y1) = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        half = width / 2 * (tip + (1 - tip) * math.sin(math.pi * i / (len(line) - 1)))
        length = math.hypot(x1 - x0, y1 - y0) or 1
        dx, dy = half * (y0 - y1) / length, half * (x1 - x0) / length
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    return left + right[::-1]


def turn(points: Points, x: float, y: float, degrees: float = 0, size: float = 1) -> Points:
    """Carry points drawn around the origin to their place on the sheet."""
    c, s = size * math.cos(math.radians(degrees)), size * math.sin(math.radians(degrees))
    return [(x + c * px - s * py, y + s * px + c * py) for px, py in points]


class Sheet:
    def __init__(self, width: int, height: int, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - the same seed must give the same picture
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.grain = Image.frombytes("L", self.size, self.rng.randbytes(width * height))
        self.tooth = self.grain.resize(self.image.size, Image.Resampling.NEAREST)

    def fill(self, points: Points, start: str, end: str = "", *, across: bool = False, within: Points | None = None) -> None:
        """Fill a shape; towards `end` the colour turns grain by grain, as the chalk of a lithograph does."""
        if not end and within is None:
            self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], start)
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, y0 = max(int(min(xs) * SCALE), 0), max(int(min(ys) * SCALE), 0)
        x1, y1 = min(int(max(xs) * SCALE) + 1, self.image.width), min(int(max(ys) * SCALE) + 1, self.image.height)
        if x1 <= x0 or y1 <= y0:
            return
        mask = Image.new("L", (x1 - x0, y1 - y0), 255)
        for outline in (points, within or points):
            layer = Image.new("L", mask.size)
            ImageDraw.Draw(layer).polygon([(x * SCALE - x0, y * SCALE - y0) for x, y in outline], 255)
            mask = ImageChops.multiply(mask, layer)
        ramp = Image.linear_gradient("L")
        self.lay((x0, y0, x1, y1), mask, start, end or start, ramp.rotate(90) if across else ramp)

    def lay(self, area: tuple[int, int, int, int], mask: Image.Image, start: str, end: str, ramp: Image.Image) -> None:
        ramp = ramp.resize(mask.size)
        dots = ImageChops.add(ramp, self.tooth.crop(area), 1, -255).point(lambda v: 255 if v else 0)
        ramp = Image.blend(ramp, dots, 0.22)
        tone = Image.composite(Image.new("RGBA", mask.size, end), Image.new("RGBA", mask.size, start), ramp)
        self.image.paste(tone, area, ImageChops.multiply(mask, tone.getchannel("A")))

    def glow(self, x: float, y: float, radius: float, colour: str) -> None:
        area = (int((x - radius) * SCALE), int((y - radius) * SCALE), int((x + radius) * SCALE), int((y + radius) * SCALE))
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]), 255)
        self.lay(area, mask, colour, colour[:7] + "00", Image.radial_gradient("L"))

    def shadow(self, points: Points, dx: float, dy: float, blur: float, colour: str = INK + "59") -> None:
        # Blurred small and blown up again: the eye sees no difference, the clock does.
        small = Image.new("L", (self.size[0] // 4, self.size[1] // 4))
        red, green, blue, alpha = ImageColor.getcolor(colour, "RGBA")
        ImageDraw.Draw(small).polygon([((x + dx) / 4, (y + dy) / 4) for x, y in points], alpha)
        mask = small.filter(ImageFilter.GaussianBlur(blur / 4)).resize(self.image.size)
        self.image.paste((red, green, blue), mask=mask)

    def finish(self, *, mirrored: bool = False) -> bytes:
        image = self.image.resize(self.size, Image.Resampling.LANCZOS)
        image = ImageOps.mirror(image) if mirrored else image
        fibre = self.grain.crop((0, 0, self.size[0] // 3, self.size[1] // 3)).resize(self.size)
        paper = Image.blend(self.grain, fibre, 0.6).point(lambda v: 126 + (v - 128) // 12)
        image = ImageChops.add(image, Image.merge("RGB", (paper, paper, paper)), 1, -127)
        out = BytesIO()
        image.save(out, "JPEG", quality=86, optimize=True)
        return out.getvalue()


class Cover(Sheet):
    def ground(self, top: str, bottom: str, x: float = 0, y: float = 0, width: float = 1200, height: float = 800) -> None:
        self.fill(box(x, y, width, height), top, bottom)

    def ridge(self, base: float, height: float, steps: int) -> Points:
        knots = [(i * 1400 / steps - 100, base - height * self.rng.uniform(0.1, 1)) for i in range(steps + 1)]
        return [*curve(*knots), (1300, 800), (-100, 800)]

    def birds(self, x: float, y: float, count: int, colour: str = INK) -> None:
        for i in range(count):
            bx, by, s = x + i * 34 + self.rng.uniform(-9, 9), y - i * 15 + self.rng.uniform(-16, 16), self.rng.uniform(0.7, 1.1)
            wings = curve((-22, -7), (-10, -10), (0, 0), (12, -12), (26, -8))
            self.fill(brush(turn(wings, bx, by, self.rng.uniform(-12, 12), s), 4.5 * s, 0.1), colour)

    def seal(self, x: float, y: float, side: float) -> None:
        self.fill(turn(box(-side / 2, -side / 2, side, side), x, y, -3), RED, "#8f1616")
        for dx, dy, w, h in ((-0.34, -0.36, 0.06, 0.72), (-0.18, -0.34, 0.24, 0.06), (-0.1, -0.34, 0.06, 0.68),
                             (-0.2, 0, 0.26, 0.06), (0.14, -0.34, 0.2, 0.06), (0.3, -0.34, 0.06, 0.7), (0.14, -0.1, 0.2, 0.06), (0.14, 0.3, 0.2, 0.06)):
            self.fill(turn(box(dx * side, dy * side, w * side, h * side), x, y, -3), PAPER)

    def microphone(self, x: float, y: float, angle: float, size: float) -> None:
        def put(points: Points, *colours: str, across: bool = False) -> None:
            self.fill(turn(points, x, y, angle, size), *colours, across=across)

        put([(-9, 0), (9, 0), (6, 130), (-6, 130)], INK)
        put(oval(0, -24, 30, 38), DUSK, INK)
        put([(-27, -2), (27, -2), (16, 26), (-16, 26)], OCHRE, "#8d6527", across=True)
        for i in range(5):
            put(brush(curve((-27, -48 + i * 11), (0, -44 + i * 11), (27, -48 + i * 11)), 2.5, 0.3), CLAY)
        put(brush(oval(0, -24, 22, 30, 190, 250), 6, 0.1), STONE)

    def lectern(self) -> None:
        cx, lamp = self.rng.uniform(640, 800), self.rng.uniform(120, 260)
        self.ground("#241f1b", "#463b31")
        self.ground("#54473a", "#2c2520", y=640, height=160)
        for spread, alpha in ((270, "22"), (215, "38"), (160, "30")):
            self.fill([(lamp - 12, -20), (lamp + 18, -20), (cx + spread, 706), (cx - spread, 706)], LIGHT + alpha, LIGHT + "30")
        self.fill(oval(cx, 706, 270, 42), "#d9bf8c", "#a88a58")
        self.shadow([(cx - 60, 700), (cx + 90, 690), (cx + 330, 735), (cx + 160, 745)], 0, 0, 12, INK + "aa")
        self.fill([(cx + 92, 440), (cx + 128, 428), (cx + 104, 694), (cx + 72, 708)], "#3a2a20", INK)
        self.fill([(cx - 92, 440), (cx + 92, 440), (cx + 72, 708), (cx - 72, 708)], "#a9814f", "#6f4f30", across=True)
        self.fill([(cx - 74, 466), (cx + 74, 466), (cx + 60, 684), (cx - 60, 684)], "#8c673d", "#5b4029", across=True)
        self.fill(oval(cx, 560, 36, 36), RED, MAROON)
        self.fill([(cx - 132, 442), (cx + 118, 442), (cx + 152, 420), (cx - 98, 386)], "#c39a62", "#8f6a3f", across=True)
        self.fill([(cx - 132, 442), (cx + 118, 442), (cx + 118, 454), (cx - 132, 454)], "#5b4029")
        self.fill([(cx - 70, 428), (cx + 50, 430), (cx + 66, 400), (cx - 46, 384)], PAPER, SAND)
        self.fill(brush(curve((cx + 84, 424), (cx + 88, 350), (cx + 60, 300), (cx + 20, 286)), 7), INK)
        self.microphone(cx + 4, 282, -68, 0.62)

    def listeners(self) -> None:
        self.ground("#f4ecdc", "#d9c6a2")
        sx = self.rng.uniform(420, 780)
        self.glow(sx, 300, 420, "#fff8e6ff")
        self.fill(oval(sx, 270, 165, 165), RED, "#8f1616")
        self.fill(curve((sx - 52, 420), (sx - 46, 325), (sx - 12, 300), (sx + 12, 300), (sx + 46, 325), (sx + 52, 420)), INK, DUSK)
        self.fill(oval(sx, 268, 22, 28), INK)
        self.fill([(sx - 60, 372), (sx + 60, 372), (sx + 46, 470), (sx - 46, 470)], "#7a5a38", "#4f3a26")
        self.fill([(sx - 70, 364), (sx + 70, 364), (sx + 62, 378), (sx - 62, 378)], OCHRE)
        for row in range(4):
            y, r, tone = 470 + row * 92 + row * row * 12, 30 + row * 17, mix("#a38d72", INK, row / 3)
            start = -self.rng.uniform(0, r * 2)
            for i in range(int(1300 / (r * 3.1)) + 2):
                self.listener(start + i * r * 3.1 + self.rng.uniform(-8, 8), y + self.rng.uniform(-0.25, 0.25) * r, r, tone)

    def listener(self, x: float, y: float, r: float, tone: str) -> None:
        kind, rim = self.rng.randrange(4), mix(tone, LIGHT, 0.4)
        body = curve((-2.2, 4), (-1.55, 1.75), (-0.5, 1.3), (0.5, 1.3), (1.55, 1.75), (2.2, 4))
        for shade, dy in ((rim, 0.0), (mix(tone, CLAY, 0.18) if kind % 2 else tone, 0.1)):
            self.fill(turn(body, x, y + dy * r, 0, r), shade)
        self.fill(turn(box(-0.38, 0.5, 0.76, 1), x, y, 0, r), mix(tone, CLAY, 0.5))
        for side in (-1, 1):
            self.fill(turn(oval(side * 0.86, 0.12, 0.16, 0.26), x, y, 0, r), mix(tone, "#c9a27c", 0.6))
        head = (oval(0, 0, 0.88, 1.08), curve((-0.95, 0.9), (-1, -0.3), (0, -1.15), (1, -0.3), (0.95, 0.9), (0, 1.05), closed=True))[kind == 1]
        self.fill(turn(head, x, y, 0, r), rim)
        self.fill(turn(head, x, y + 0.09 * r, 0, r * 0.96), mix(tone, INK, 0.35))
        if kind == 2:
            self.fill(turn(oval(0, -0.95, 0.4, 0.36), x, y, 0, r), mix(tone, INK, 0.35))

    def writing(self) -> None:
        self.ground("#d8c9ae", "#bda888")
        x, y, lean = self.rng.uniform(470, 560), self.rng.uniform(440, 480), self.rng.uniform(-7, -3)
        page = turn(box(-420, -520, 900, 1100), 560, 440, lean)
        self.shadow(page, 14, 20, 36)
        self.fill(page, PAPER, "#f3ecdf")
        for i in range(-7, 9):
            self.fill(brush(turn([(-420, i * 62), (480, i * 62)], 560, 440, lean), 1.6), STONE + "99")
        for margin in (-318, -308):
            self.fill(brush(turn([(margin, -520), (margin, 580)], 560, 440, lean), 2.2), RED + "b0")
        loops = [(-250 + i * 30, (-30 if i % 2 else 14) * (0.5 + 0.5 * abs(math.sin(i * 1.7)))) for i in range(9)]
        self.fill(brush(curve(*turn(loops, x + 20, y - 6, lean), (x, y)), 5.5, 0.35), INK)
        self.seal(*turn([(330, 220)], 560, 440, lean)[0], 84)
        angle = self.rng.uniform(-40, -28)
        self.shadow(turn([(0, 0), (110, -24), (820, -34), (820, 34), (110, 24)], x, y, angle + 5), 18, 34, 16, INK + "70")
        self.fountain_pen(x, y, angle)

    def fountain_pen(self, x: float, y: float, angle: float) -> None:
        barrel = curve((196, -29), (420, -36), (620, -34), (800, -24), (818, 0), (800, 24), (620, 34), (420, 36), (196, 29))
        parts = ((curve((0, 0), (50, -13), (112, -25), (112, 25), (50, 13), (0, 0)), OCHRE), ([(0, 0), (112, 25), (112, 2)], "#96692b"),
                 ([(108, -22), (196, -28), (196, 28), (108, 22)], DUSK), (barrel, INK),
                 (brush(curve((208, -15), (420, -20), (640, -19), (795, -12)), 9, 0.2), CLAY),
                 (brush([(205, 20), (790, 15)], 14), "#0f0e0c"), (brush([(116, -13), (192, -16)], 6), STONE),
                 (box(192, -31, 12, 62), OCHRE), (box(430, -37, 8, 74), OCHRE), (box(448, -37, 20, 74), OCHRE), (box(430, 12, 38, 25), "#96692b"),
                 (brush([(2, 0), (74, 0)], 2), INK), (oval(76, 0, 5, 5), INK))
        for points, colour in parts:
            self.fill(turn(points, x, y, angle), colour)

    def manuscript(self) -> None:
        self.ground("#54493e", "#38302a")
        cx, cy = self.rng.uniform(540, 640), 420
        for i in range(6):
            lean = self.rng.uniform(-9, 9) if i < 5 else self.rng.uniform(-8, -4)
            page = turn(box(-270, -350, 540, 700), cx + self.rng.uniform(-14, 14), cy, lean)
            self.shadow(page, 8, 12, 14)
            self.fill(page, mix(SAND, PAPER, i / 5), mix(STONE, SAND, 0.4 + i / 9))
        for i in range(11):
            ends = [(-200 if i % 4 else -150, -250 + i * 50), (self.rng.uniform(60, 215) if i % 4 == 3 else 222, -250 + i * 50)]
            self.fill(brush(turn(ends, cx, cy, lean), 9), CLAY + "aa")
        self.fill(brush(turn([(-226, -350), (-226, 350)], cx, cy, lean), 3), RED)
        self.fill(brush(curve(*turn(oval(60, -100, 120, 34, 20, 400)[::6], cx, cy, lean)), 5, 0.2), RED)
        self.fill(brush(curve(*turn([(-190, 58), (-90, 50), (40, 62), (140, 54)], cx, cy, lean)), 5, 0.2), RED)
        self.pencil(cx + 250, cy + 130, -58)

    def pencil(self, x: float, y: float, angle: float) -> None:
        self.shadow(turn(box(-200, -14, 460, 28), x, y, angle), 12, 18, 9, INK + "90")
        for points, colour in ((box(-150, -17, 380, 34), RED), (box(-150, -17, 380, 11), "#c04a3a"), (box(-150, 7, 380, 10), MAROON),
                               ([(-150, -17), (-150, 17), (-212, 0)], "#e0c193"), ([(-150, 6), (-150, 17), (-212, 0)], "#b98f5c"),
                               ([(-190, -6), (-190, 6), (-214, 0)], RED), (box(230, -17, 14, 34), OCHRE), (box(244, -16, 22, 32), DUSK)):
            self.fill(turn(points, x, y, angle), colour)

    def waves(self) -> None:
        self.ground(PAPER, "#f1e8d8")
        cx, cy = self.rng.uniform(420, 780), self.rng.uniform(320, 380)
        first = self.rng.uniform(0, 360)
        for i in range(9, 0, -1):
            r = 120 + i * 62
            self.fill(oval(cx, cy, r, r), mix("#e6d6b8", PAPER, i / 9) + "88", PAPER + "00")
            ring = oval(cx, cy, r, r, first + i * 47, first + i * 47 + 250)
            self.fill(brush(ring, 13 - i, 0.05), RED if i == 3 else mix(DUSK, STONE, i / 9))
        self.fill(oval(cx, cy, 128, 128), RED, "#8a1515")
        self.fill(brush([(cx, cy + 100), (cx, 820)], 20), INK)
        self.microphone(cx, cy + 40, 0, 3.1)

    def book(self) -> None:
        self.ground("#f3e7d0", PAPER)
        cx, r = 600 + self.rng.uniform(-40, 40), self.rng.uniform(165, 200)
        self.glow(cx, 400, 380, "#f0c98a90")
        self.fill(oval(cx, 400, r, r), "#b52a22", RED)
        self.birds(cx + 130, 240, 5)
        top = curve((0, 505), (-60, 470), (-190, 440), (-330, 448), (-430, 480))
        bottom = curve((0, 680), (-70, 640), (-210, 612), (-360, 622), (-480, 660))
        self.shadow([(cx - 490, 690), (cx + 490, 690), (cx + 440, 730), (cx - 440, 730)], 0, 8, 24)
        for side in (-1, 1):
            def place(line: Points, dy: float = 0, side: int = side) -> Points:
                return [(cx - side * x, y + dy) for x, y in line]
            self.fill(place([(0, 500), (-450, 486), (-500, 700), (0, 722)]), MAROON, "#4a0e0e")
            for i in range(6, -1, -1):
                self.fill(place(top + bottom[::-1], i * 5), mix(PAPER, STONE, 0.25 + 0.4 * (i % 2)) if i else PAPER)
            self.fill(place(top + bottom[::-1]), *((STONE, PAPER) if side < 0 else (PAPER, SAND)), across=True)
            for i in range(1, 7):
                line = [(a[0] + (b[0] - a[0]) * i / 7.4, a[1] + (b[1] - a[1]) * i / 7.4) for a, b in zip(top, bottom, strict=True)]
                self.fill(brush(place(line[7:-6 if i % 3 else -18]), 4.5), CLAY + "99")

    def landscape(self) -> None:
        self.ground("#f7f1e4", PAPER)
        sx, sy = self.rng.uniform(760, 960), self.rng.uniform(190, 270)
        self.glow(sx, sy, 230, "#e8b98a80")
        self.fill(oval(sx, sy, 74, 74), "#b5281f", RED)
        for i in range(5):
            tone = mix("#b7ab9a", INK, (i / 4) ** 1.4)
            self.fill(self.ridge(400 + i * 82, 210 - i * 18, 7 + i), tone + "e6", tone + "00")
        self.birds(sx - 420, 200, 4)

    def window(self) -> None:
        self.ground("#d9c9ae", "#c7b292")
        x = self.rng.uniform(330, 420)
        self.fill(box(x, 80, 520, 470), "#f3dfb4", PAPER)
        self.fill(oval(x + self.rng.uniform(150, 370), 300, 62, 62), "#bb3326", RED)
        for i in range(3):
            tone = mix("#c9b99f", "#5d5246", i / 2)
            self.fill(self.ridge(430 + i * 50, 150, 9), tone, mix(tone, PAPER, 0.7), within=box(x, 80, 520, 470))
        wood = ((-22, 260, 22, 0), )
        for i in range(4):
            self.fill(box(x - 8 + i * 173.3 - (8 if i == 3 else 0), 64, 16, 502), DUSK)
        for by in (64, 180, 450, 550):
            self.fill(box(x - 8, by, 536, 16), DUSK)
        self.ground("#6f5238", "#3d2c1f", y=620, height=180)

    def bubbles(self) -> None:
        self.ground(PAPER, "#f0e6d4")

    def stage(self) -> None:
        self.ground("#2a201b", "#5b4430")


class Portrait(Sheet):
    pass


MOTIFS = (Cover.lectern, Cover.listeners, Cover.writing, Cover.manuscript, Cover.waves, Cover.book, Cover.landscape, Cover.window, Cover.bubbles, Cover.stage)


def cover(seed: int) -> bytes:
    sheet = Cover(1200, 800, seed)
    MOTIFS[seed % len(MOTIFS)](sheet)
    return sheet.finish(mirrored=sheet.rng.random() < 0.5)
