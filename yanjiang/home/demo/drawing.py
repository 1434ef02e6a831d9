"""The tools that the sample pictures are drawn with: shapes in a small language, light, grain, paper."""

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

Points = list[tuple[float, float]]

SCALE = 2
PALETTE = {"paper": "#fbf9f4", "ink": "#1f1d1a", "red": "#a61b1b", "ochre": "#c8974a", "sand": "#e9dfcd"}
PALETTE |= {"stone": "#b9ab96", "clay": "#8a7560", "dusk": "#463c33", "maroon": "#6d1414", "light": "#f6e6c2"}
PALETTE |= {"wood": "#a9814f", "bark": "#5b4029", "brass": "#96692b", "sun": "#bb3024", "white": "#fffaee"}


def mix(first: str, second: str, share: float) -> str:
    pairs = zip(*(ImageColor.getrgb(PALETTE.get(name, name)) for name in (first, second)), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def oval(x: float, y: float, across: float, down: float, start: float = 0, stop: float = 360) -> Points:
    angles = [math.radians(start + (stop - start) * i / 90) for i in range(91)]
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


def curve(knots: Points) -> Points:
    """A smooth line through the knots (Catmull-Rom)."""
    ends, line = [knots[0], *knots, knots[-1]], []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in (i / 12 for i in range(13)):
            w = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = (sum(k * p[axis] for k, p in zip(w, (a, b, c, d), strict=True)) / 2 for axis in (0, 1))
            line.append((x, y))
    return line


def brush(line: Points, width: float, tip: float = 1.0) -> Points:
    """The outline of a stroke along the line; `tip` is how much of its width is left at both ends."""
    left, right = [], []
    for i, (x, y) in enumerate(line):
        (x0, y0), (x1, y1) = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        half = width / 2 * (tip + (1 - tip) * math.sin(math.pi * i / (len(line) - 1)))
        length = math.hypot(x1 - x0, y1 - y0) or 1
        left.append((x + half * (y0 - y1) / length, y + half * (x1 - x0) / length))
        right.append((x - half * (y0 - y1) / length, y - half * (x1 - x0) / length))
    return left + right[::-1]


def turn(points: Points, x: float, y: float, degrees: float = 0, size: float = 1) -> Points:
    """Carry points drawn around the origin to their place on the sheet."""
    c, s = size * math.cos(math.radians(degrees)), size * math.sin(math.radians(degrees))
    return [(x + c * px - s * py, y + s * px + c * py) for px, py in points]


# What a scene names before its pairs of numbers; a doubled name ("oval2") also draws the mirror image.
SHAPES: dict[str, Callable[[Points], Points]] = {
    "poly": list,
    "box": lambda p: [(p[0][0] + a * p[1][0], p[0][1] + b * p[1][1]) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))],
    "oval": lambda p: oval(*p[0], *p[1]),
    "arc": lambda p: brush(oval(*p[1], *p[2], *p[3]), *p[0]),
    "soft": curve,
    "leaf": lambda p: curve(p[:5]) + curve(p[5:]),
    "twin": lambda p: curve([*p, *((-x, y) for x, y in p[::-1])]),
    "line": lambda p: brush(p[1:] if len(p) == 3 else curve(p[1:]), *p[0]),
}


def traced(shape: str) -> Points:
    kind, *pairs = shape.split()
    return SHAPES[kind.rstrip("2")]([(float(a), float(b)) for a, b in (pair.split(",") for pair in pairs)])


class Sheet:
    def __init__(self, width: int, height: int, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - the same seed must give the same picture
        self.tones = dict(PALETTE)
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.grain = Image.frombytes("L", self.size, self.rng.randbytes(width * height))
        self.tooth = self.grain.resize(self.image.size, Image.Resampling.NEAREST)

    def tone(self, colour: str) -> str:
        name, _, alpha = colour.partition(".")
        return self.tones.get(name, name) + alpha

    def fill(self, points: Points, colour: str, within: Points | None = None) -> None:
        """Fill with "ink", "ink.80" (alpha), "ink/sand" (downwards) or "ink>sand" (to the right)."""
        first, _, second = colour.replace(">", "/").partition("/")
        if not second and within is None:
            self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], self.tone(first))
            return
        xs, ys = zip(*points, strict=True)
        left, top = max(round(min(xs) * SCALE), 0), max(round(min(ys) * SCALE), 0)
        right, low = min(round(max(xs) * SCALE), self.image.width), min(round(max(ys) * SCALE), self.image.height)
        size = (right - left, low - top)
        masks = [Image.new("L", size), Image.new("L", size)]
        for mask, edge in zip(masks, (points, within or points), strict=True):
            ImageDraw.Draw(mask).polygon([(x * SCALE - left, y * SCALE - top) for x, y in edge], 255)
        ramp = Image.linear_gradient("L").rotate(90 if ">" in colour else 0).resize(size)
        # One colour turns into the other grain by grain, as the chalk of a lithograph does.
        dots = ImageChops.add(ramp, self.tooth.crop((left, top, left + size[0], top + size[1])), 1, -255)
        start, end = (Image.new("RGBA", size, self.tone(name)) for name in (first, second or first))
        tone = Image.composite(end, start, Image.blend(ramp, dots.point([0] + [255] * 255), 0.2))
        self.image.paste(tone, (left, top), ImageChops.multiply(ImageChops.multiply(*masks), tone.getchannel("A")))

    def draw(
        self, scene: str, x: float = 0, y: float = 0, degrees: float = 0, size: float = 1, within: Points | None = None
    ) -> None:
        for shape in scene.strip(" ;\n").split(";"):
            form, colour = shape.strip().rsplit(" ", 1)
            points = traced(form)
            for side in (1, -1) if form.split()[0].endswith("2") else (1,):
                self.fill(turn([(side * a, b) for a, b in points], x, y, degrees, size), colour, within)

    def blur(self, points: Points, colour: str, radius: float, dx: float = 0, dy: float = 0) -> None:
        # Blurred small and blown up again: the eye sees no difference, the clock does.
        colour, small = self.tone(colour), Image.new("L", (self.size[0] // 4, self.size[1] // 4))
        ImageDraw.Draw(small).polygon([((x + dx) / 4, (y + dy) / 4) for x, y in points], int(colour[7:], 16))
        small = small.filter(ImageFilter.GaussianBlur(radius / 4))
        x0, y0, x1, y1 = small.getbbox() or (0, 0, 1, 1)
        mask = small.crop((x0, y0, x1, y1)).resize(((x1 - x0) * 4 * SCALE, (y1 - y0) * 4 * SCALE))
        self.image.paste(colour[:7], (x0 * 4 * SCALE, y0 * 4 * SCALE), mask)

    def finish(self, *, mirrored: bool = False) -> bytes:
        image = self.image.resize(self.size, Image.Resampling.LANCZOS)
        image = ImageOps.mirror(image) if mirrored else image
        fibre = self.grain.crop((0, 0, self.size[0] // 3, self.size[1] // 3)).resize(self.size)
        paper = Image.blend(self.grain, fibre, 0.6).point([127 + (v - 128) // 18 for v in range(256)])
        out = BytesIO()
        ImageChops.add(image, Image.merge("RGB", (paper, paper, paper)), 1, -127).save(out, "JPEG", quality=86)
        return out.getvalue()
