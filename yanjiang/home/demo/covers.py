"""The pictures of the sample articles, drawn when they are loaded: the project ships none."""

import math

from yanjiang.home.demo.drawing import Points, Sheet, brush, curve, mix, oval, turn


class Cover(Sheet):
    def microphone(self, x: float, y: float, degrees: float, size: float) -> None:
        self.draw("poly -10,0 10,0 6,130 -6,130 dusk>ink; oval 0,-24 30,36 #6b5d4f>ink", x, y, degrees, size)
        mesh = [f"line 1.1,1 {i * 7},-60 {i * 8.6},-24 {i * 7},10 #7a6c5c" for i in range(-4, 5)]
        mesh += [f"line 1.1,1 -32,{i * 8 - 26} 0,{i * 8 - 22} 32,{i * 8 - 26} #7a6c5c" for i in range(-4, 5)]
        self.draw(";".join(mesh), x, y, degrees, size, turn(oval(0, -24, 30, 36), x, y, degrees, size))
        metal = "poly -29,-16 29,-16 28,-5 -28,-5 #dcb268>brass; poly -27,-5 27,-5 12,30 -12,30 dusk>ink"
        self.draw("arc 6,0.1 0,-24 22,28 185,250 sand.cc;" + metal, x, y, degrees, size)

    def spotlight(self, x: float, lamp: float, floor: float) -> None:
        self.draw("oval 0,0 250,40 #d9bf8c/#a5865a", x, floor)
        for spread in (250, 222, 150):
            beam = [(x - spread, floor), (lamp - 14, -20), (lamp + 18, -20), *oval(x, floor, spread, 40, 0, 180)]
            self.fill(beam, "light.30/light.20")
        self.blur(oval(lamp, 0, 50, 50), "light.90", 50)

    def lectern(self) -> None:
        x = self.rng.uniform(620, 800)
        self.draw("box 0,0 1200,800 #241f1b/dusk; box 0,640 1200,160 #54473a/#2c2520")
        self.spotlight(x, self.rng.uniform(120, 300), 706)
        self.blur([(x - 50, 704), (x + 90, 690), (x + 300, 728), (x + 150, 738)], "ink.b0", 10)
        scene = """poly 92,440 128,428 104,694 72,708 #3a2a20>ink; poly -92,440 92,440 72,708 -72,708 wood>#6f4f30;
            poly -74,466 74,466 60,684 -60,684 #8c673d>bark; oval 0,560 36,36 red>maroon; poly -132,442 118,442
            152,420 -98,386 #d0a76c>#8f6a3f; poly -132,442 118,442 118,454 -132,454 #6a4c30>bark; poly 118,442
            152,420 152,430 118,454 #2a1e17; poly -70,428 50,430 66,400 -46,384 paper>sand; line 7,1 84,424 92,350
            66,290 20,268 ink"""
        self.draw(scene, x)
        self.microphone(x + 22, 269, -62, 0.62)

    def stage(self) -> None:
        x = self.rng.uniform(520, 680)
        self.draw("box 0,0 1200,800 #2c221c/#6b5138; box 0,610 1200,190 #7d5c3d/#3d2c1f")
        self.draw(";".join(f"line 2,1 {600 + i * 60},610 {600 + i * 130},800 ink.60" for i in range(-8, 9)))
        self.spotlight(x, x - self.rng.uniform(120, 220), 690)
        self.draw("oval 0,694 58,12 dusk/ink; line 8,1 0,692 0,380 ink", x)
        self.microphone(x, 372, -24, 0.95)
        edge = curve([(400, 0), (385, 170), (330, 340), (215, 470), (190, 560), (225, 800)])
        for i in range(64):
            fold = [(a * i / 64, b) for a, b in edge] + [(a * (i + 1) / 64, b) for a, b in edge[::-1]]
            tone = mix("#430b0b", "#b02a22", (0.5 + 0.5 * math.sin(i * 0.62 + math.sin(i * 0.23))) ** 1.3)
            self.fill(fold, tone)
            self.fill([(1200 - a, b) for a, b in fold], tone)

    def listeners(self) -> None:
        x = self.rng.uniform(440, 760)
        self.draw("box 0,0 1200,800 #f6efe0/#dcc9a6")
        self.blur(oval(x, 270, 200, 200), "white.ff", 60)
        scene = """oval 0,260 165,165 sun/#8f1616; box -1200,436 2400,364 #c3a77c/#a78a62; line 17,.7 34,304 74,310
            90,278 94,232 ink; twin 0,282 13,286 40,298 50,345 50,430 #332c26/ink; twin 0,284 14,272 20,250 15,226
            0,220 ink; box -9,270 18,20 ink; poly -62,372 62,372 50,470 -50,470 #8d673f>#4f3a26; poly -74,362 74,362
            66,378 -66,378 #d8ab62>brass"""
        self.draw(scene, x)
        for row, (y, r) in enumerate(((470, 32), (535, 45), (612, 61), (712, 82))):
            for i in range(600 // r):
                at = (i * 3 - row % 2 * 1.5) * r + self.rng.uniform(-0.25, 0.25) * r
                self.listener(at, y + self.rng.uniform(-0.2, 0.2) * r, r, mix("#94795a", "ink", row / 3))

    def listener(self, x: float, y: float, r: float, tone: str) -> None:
        cloth = self.rng.choice(("maroon", "clay", "dusk", "#7d6440", "#5c564c"))
        self.tones |= {"rim": mix(tone, "light", 0.45), "hair": mix(tone, "ink", 0.5), "cloth": mix(tone, cloth, 0.45)}
        self.tones["skin"] = mix(tone, "#d9a878", 0.5)
        scene = """twin 0,1.1 .5,1.2 1.2,1.48 1.62,1.95 1.85,4 rim; twin 0,1.17 .5,1.27 1.2,1.55 1.62,2.02 1.85,4
            cloth; twin 0,1.5 .5,1.3 .4,.5 0,.4 skin; oval2 .83,.15 .13,.24 skin"""
        self.draw(scene, x, y, 0, r)
        bob = "twin 0,1.12 .6,1.06 .93,.7 .92,-.2 .62,-.88 0,-1.08 "
        crop = "twin 0,.8 .45,.7 .74,.25 .82,-.25 .58,-.86 0,-1.04 "
        hair = self.rng.choice((bob, crop, crop))
        self.draw(hair + "rim", x, y, 0, r)
        self.draw(hair + "hair", x, y + 0.06 * r, 0, r * 0.97)

    def writing(self) -> None:
        x, y, lean = self.rng.uniform(480, 580), self.rng.uniform(420, 470), self.rng.uniform(-7, -3)
        self.draw("box 0,0 1200,800 #d8c9ae/#bda888")
        self.blur(turn([(-420, -520), (480, -520), (480, 580), (-420, 580)], 560, 440, lean), "ink.59", 36, 14, 20)
        self.draw("box -420,-520 900,1100 paper/#f3ecdf", 560, 440, lean)
        self.draw(";".join(f"line 1.6,1 -420,{i * 62} 480,{i * 62} stone.99" for i in range(-7, 9)), 560, 440, lean)
        scene = """line 2.2,1 -318,-520 -318,580 red.b0; line 2.2,1 -308,-520 -308,580 red.b0; box 287,177 86,86
            #b4261f/#8f1616; line 4,1 297,184 297,253 paper; line 4,1 297,253 363,253 paper; line 4,1 363,255 363,187
            paper; line 4,1 365,187 313,187 paper; line 4,1 313,185 313,237 paper; line 4,1 311,237 347,237 paper;
            line 4,1 347,239 347,203 paper; line 4,1 349,203 329,203 paper; line 4,1 329,201 329,222 paper"""
        self.draw(scene, 560, 440, lean)
        bows = [(i * 0.55, 12 + 11 * math.sin(i / 4.1)) for i in range(76)]
        word = [(a * 5.8 - 252 - 9 * math.cos(a), -17 - tall * math.sin(a)) for a, tall in bows]
        self.fill(brush(curve([*turn(word, x, y, lean), (x, y)]), 4.5, 0.5), "ink")
        self.fountain_pen(x, y, self.rng.uniform(-40, -28))

    def fountain_pen(self, x: float, y: float, degrees: float) -> None:
        body = [(0.0, 0.0), (110, -24), (820, -34), (820, 34), (110, 24)]
        self.blur(turn(body, x, y, degrees + 5), "ink.70", 16, 18, 34)
        scene = """soft 0,0 50,-13 112,-25 112,25 50,13 0,0 ochre; poly 0,0 112,25 112,2 brass; line 2,1 2,0 74,0
            ink; oval 76,0 5,5 ink; poly 108,-22 196,-28 196,28 108,22 dusk; line 6,1 116,-13 192,-16 stone; soft
            196,-29 420,-36 620,-34 800,-24 818,0 800,24 620,34 420,36 196,29 ink; line 9,.2 208,-15 420,-20 640,-19
            795,-12 clay; line 14,1 205,20 790,15 #0f0e0c; box 192,-31 12,62 ochre; box 430,-37 8,74 ochre; box
            448,-37 20,74 ochre; box 430,12 38,25 brass.66"""
        self.draw(scene, x, y, degrees)

    def manuscript(self) -> None:
        x, y, lean = self.rng.uniform(430, 520), 405, 0.0
        self.draw("box 0,0 1200,800 #5a4e43/#3a322b")
        for i in range(6):
            lean, at = self.rng.uniform(-9, 9) if i < 5 else self.rng.uniform(-8, -4), x + self.rng.uniform(-14, 14)
            self.blur(turn([(-245, -325), (245, -325), (245, 325), (-245, 325)], at, y, lean), "ink.59", 14, 8, 12)
            tones = (mix("sand", "paper", i / 5), mix("stone", "sand", 0.4 + i / 9))
            self.draw(f"box -245,-325 490,650 {tones[0]}/{tones[1]}", at, y, lean)
        ends = [200 if i % 4 < 3 else self.rng.uniform(20, 160) for i in range(11)]
        rows = [(i * 47 - 235, -180 if i % 4 else -130, end) for i, end in enumerate(ends)]
        self.draw(";".join(f"line 8,1 {start},{row} {stop},{row} clay.99" for row, start, stop in rows), x, y, lean)
        scene = """line 3,1 -206,-325 -206,325 red; arc 5,.2 50,-94 110,32 20,395 red; line 5,.2 -170,106 -90,98
            30,110 124,102 red"""
        self.draw(scene, x, y, lean)
        self.blur(turn([(-190, -14), (260, -14), (260, 14), (-190, 14)], x + 215, y + 130, -58), "ink.90", 9, 12, 18)
        scene = """box -150,-17 380,34 red; box -150,-17 380,11 #c04a3a; box -150,7 380,10 maroon; poly -150,-17
            -150,17 -212,0 #e0c193; poly -150,6 -150,17 -212,0 #b98f5c; poly -190,-6 -190,6 -214,0 red; box 230,-17
            14,34 ochre; box 244,-16 22,32 dusk"""
        self.draw(scene, x + 215, y + 130, -58)
        self.blur(oval(x + 500, 300, 128, 128), "ink.90", 20, 22, 30)
        scene = """oval 0,0 132,132 #e9e0d0/#a3957f; oval 0,0 96,96 #8f826e/#d9cdb8; oval 0,0 88,88 paper/#cfc3ae;
            oval 0,0 76,76 #5a2f17/#a8692f; arc 7,.1 0,0 66,66 20,110 #d9a566"""
        self.draw(scene, x + 500, 300)

    def waves(self) -> None:
        x, y, first = self.rng.uniform(430, 770), self.rng.uniform(330, 380), self.rng.uniform(0, 360)
        self.draw("box 0,0 1200,800 paper/#f1e8d8")
        for i in range(9, 0, -1):
            r, start = 130 + i * 62, first + i * 47
            tone = "red" if i == 3 else mix("dusk", "stone", i / 9)
            self.draw(f"oval 0,0 {r},{r} ochre.0b; arc {13 - i},0.05 0,0 {r},{r} {start},{start + 250} {tone}", x, y)
        self.draw("oval 0,0 158,158 sun/#8a1515; line 16,1 0,100 0,820 ink", x, y)
        self.microphone(x, y + 66, 0, 2.7)

    def book(self) -> None:
        x, r = 600 + self.rng.uniform(-40, 40), self.rng.uniform(165, 200)
        self.draw("box 0,0 1200,800 #f3e7d0/paper")
        self.blur(oval(x, 400, 260, 260), "#f0c98a.c0", 80)
        self.draw(f"oval 0,400 {r},{r} sun/red", x)
        self.birds(x + 150, 250, 5)
        self.blur(oval(x, 712, 480, 22), "ink.70", 20)
        self.draw("poly2 0,500 450,486 500,700 0,722 maroon/#4a0e0e", x)
        leaf = "leaf2 0,505 60,470 190,440 330,448 430,480 480,660 360,622 210,612 70,640 0,680 "
        for i in range(6, -1, -1):
            self.draw(leaf + (mix("paper", "stone", 0.25 + 0.4 * (i % 2)) if i else "#faf6ee"), x, i * 5)
        self.draw("soft -200,440 -60,470 0,505 0,505 0,680 0,680 -70,640 -210,612 stone.00>stone", x)
        self.draw("soft 200,440 60,470 0,505 0,505 0,680 0,680 70,640 210,612 stone.66>stone.00", x)
        for i in range(1, 7):
            last = (404, 471, 24) if i % 3 else (345, 451, 24)
            knots = ((70, 467, 24), (190, 441, 23.4), (330, 449, 23.5), last)
            self.draw("line2 4.5,1 " + " ".join(f"{a + i * 4},{b + i * step}" for a, b, step in knots) + " clay.99", x)

    def birds(self, x: float, y: float, count: int) -> None:
        for i in range(count):
            size, lean = self.rng.uniform(0.6, 1.05), self.rng.uniform(-14, 14)
            at = y - i * 20 + self.rng.uniform(-22, 22)
            self.draw("line 4.5,.1 -24,-4 -11,-10 0,0 12,-13 28,-9 ink", x + i * 46, at, lean, size)

    def ridge(self, base: float, height: float, peak: float, spread: float = 330) -> Points:
        knots = [(-100.0, base + 120)]
        for x in range(-80, 1320, 40):
            rise = 0.18 + 0.82 * math.exp(-(((x - peak) / spread) ** 2))
            knots.append((x, base - height * rise * self.rng.uniform(0.76, 1)))
        return [*curve(knots[1:]), (1300, base + 120), knots[0]]

    def landscape(self) -> None:
        x, y, boat = self.rng.uniform(780, 940), self.rng.uniform(200, 260), self.rng.uniform(560, 700)
        self.draw("box 0,0 1200,800 #f7f0e2/paper")
        self.blur(oval(x, y, 120, 120), "#e8b98a.b0", 50)
        self.draw("oval 0,0 70,70 sun/red", x, y)
        hills = ((430, 250, 560, 380), (470, 330, 240, 230), (500, 170, 1080, 300), (540, 210, 60, 300))
        for share, (base, height, peak, spread) in zip((0, 0.25, 0.4, 0.7), hills, strict=True):
            tone = mix("#cabfae", "ink", share)
            self.fill(self.ridge(base, height, peak + self.rng.uniform(-60, 60), spread), f"{tone}.f0/{tone}.00")
        self.birds(x - 330, 190, 4)
        waves = [(self.rng.uniform(-260, 260), 650 + i * 11) for i in range(7)]
        water = [f"line 2.4,0 {a - 90},{b} {a},{b} {a + 90},{b} {a + 95},{b} clay.88" for a, b in waves]
        self.draw(";".join(water), boat)
        scene = """soft -80,634 -40,652 40,652 92,628 40,640 -80,634 ink; soft -34,640 -24,616 20,614 30,638 dusk;
            line 9,.6 52,640 56,612 red; oval 56,605 6,6 ink"""
        self.draw(scene, boat)
        self.fill(self.ridge(800, 190, 1150, 260), "ink/dusk.dd")


# Each with what it shows, for readers who do not see it.
MOTIFS = (
    (Cover.lectern, "讲台上的话筒，一束灯光照着讲稿"),
    (Cover.writing, "钢笔在稿纸上写字，纸角盖着红印"),
    (Cover.landscape, "水墨远山，红日初升，江上一叶小舟"),
    (Cover.listeners, "满座听众望着台上的演讲者"),
    (Cover.manuscript, "红笔圈改过的讲稿，旁边一杯茶"),
    (Cover.stage, "拉开的红幕之间，灯光照着一支立式话筒"),
    (Cover.book, "摊开的书页上升起一轮红日"),
    (Cover.waves, "话筒周围荡开一圈圈声波"),
)


def cover(seed: int) -> bytes:
    """A picture of 1200 by 800 for an article, as a JPEG; neighbouring seeds give different motifs."""
    sheet = Cover(1200, 800, seed)
    draw, _description = MOTIFS[seed % len(MOTIFS)]
    draw(sheet)
    return sheet.finish(mirrored=sheet.rng.random() < 0.5)


def describe_cover(seed: int) -> str:
    """Say in Chinese what the picture of this seed shows."""
    return MOTIFS[seed % len(MOTIFS)][1]
