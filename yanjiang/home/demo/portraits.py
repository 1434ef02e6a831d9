"""The portraits of the sample consultants, drawn when they are loaded."""

from yanjiang.home.demo.drawing import Sheet, traced, turn

FACE = "twin 16,161 42,148 70,116 90,68 98,10 98,-60 66,-140 0,-165"
FEATURES = """line2 5,.2 -76,-13 -62,-25 -44,-26 -26,-13 ink.d0; oval2 -50,-17 7,7.5 ink.d0; line2 2,.1 -70,-33
    -50,-39 -30,-30 shade; soft 8,-24 16,12 26,44 14,58 -4,60 6,40 4,0 8,-24 shade; line 3.5,.2 -16,54 -4,61 10,62
    20,55 deep; line 4.5,.2 -36,94 -14,99 0,98 14,99 36,93 lip; line 7,0 -18,107 0,112 18,107 lip.60; line 4,0
    -16,128 0,131 16,128 shade"""
JACKET = """twin 0,450 330,450 300,320 212,262 104,226 54,196 0,200 coat>fold; line 3,.2 -190,330 -196,390 -190,450
    fold; line 3,.2 190,330 198,390 192,450 fold"""
NECK = """twin 0,256 58,204 47,160 48,90 0,90 skin>shade; soft -48,124 -30,166 10,196 48,186 48,120 48,90 -48,90
    deep.70;"""
SUIT = """poly -58,196 58,196 84,300 0,420 -84,300 paper>sand; poly -17,236 17,236 22,262 12,276 34,450 -34,450
    -12,276 -22,262 red>maroon; poly -12,276 12,276 16,292 -14,288 ink.50; poly2 -56,180 -72,236 -30,274 0,234
    -44,196 white; poly2 -66,204 -122,232 -146,322 -108,318 -118,344 0,460 -30,390 -70,290 fold"""
BLOUSE = """soft -62,200 -40,300 0,372 0,372 40,300 62,200 0,262 white; poly -60,202 0,376 60,202 52,196 30,246 0,254
    -30,246 -52,196 white>sand; line2 2.5,.2 -44,214 -22,252 0,262 stone; poly2 -62,198 -124,228 -132,304 -98,306
    0,456 -4,376 -44,290 fold; line2 2,.2 -64,204 -44,290 -4,374 #4f1011; oval 0,404 7,7 ochre"""
KNIT = """line2 13,1 -66,206 -40,258 0,280 fold; poly2 -56,176 -82,222 -40,290 0,262 -46,198 white>sand; line2 2,1
    -56,180 -44,206 0,262 stone; line2 3,.2 -150,340 -120,380 -110,450 fold; line 3,.2 40,330 60,390 50,450 fold.80"""
OLDER = """soft -96,-40 -90,-92 -58,-128 0,-140 40,-134 80,-112 98,-40 112,30 118,-40 108,-126 62,-178 0,-194
    -62,-178 -108,-126 -118,-40 -112,30 -96,-40 hair; line 5,.1 -104,-70 -84,-130 -30,-168 20,-172 streak; line 4,.1
    0,-158 50,-154 88,-118 104,-70 streak; line2 2.5,.1 -36,78 -48,60 -34,48 shade; line 2.5,.1 -40,-92 0,-97 40,-92
    shade; line2 10,.3 -78,-48 -54,-56 -28,-46 #8d8172; arc 4,1 -50,-14 34,29 0,360 ink; arc 4,1 50,-14 34,29 0,360
    ink; line 4,1 -16,-18 0,-23 16,-18 ink; line2 4,1 -84,-18 -100,-22 ink"""
WOMAN = """soft -30,-190 -44,-140 -84,-80 -100,-10 -100,70 -112,140 -140,148 -148,60 -146,-40 -122,-130 -76,-180
    -40,-194 hair; soft -34,-192 0,-140 60,-96 92,-50 102,10 102,80 112,140 140,148 148,60 146,-40 122,-130 70,-186
    -20,-202 hair; line 6,0 -44,-176 -96,-110 -122,-20 -124,60 streak; line 6,0 -10,-176 60,-130 110,-60 122,30
    streak; line 4,0 20,-182 90,-130 128,-50 134,40 streak; line2 6,.2 -76,-48 -52,-57 -28,-50 #3d332c"""
YOUNGER = """soft -96,-20 -94,-70 -72,-108 -30,-96 30,-112 66,-124 90,-80 96,-20 104,8 112,0 117,-60 112,-140 70,-200
    0,-214 -66,-200 -110,-150 -118,-60 -113,0 -105,8 -96,-20 hair; line 6,0 -84,-120 -50,-170 10,-186 60,-176 streak;
    line 5,0 -60,-116 -20,-142 40,-150 90,-124 streak; line2 9,.3 -80,-46 -56,-56 -28,-46 hair"""
# Colours, and what is drawn behind the bust, over it, and before the face.
PERSONS = (
    (
        {"coat": "#4a4037", "fold": "#352d26", "hair": "#a89c8b", "streak": "#cfc5b4"},
        "soft -104,40 -118,-40 -106,-120 -60,-176 0,-190 60,-176 106,-120 118,-40 104,40 hair",
        SUIT,
        OLDER,
    ),
    (
        {"coat": "#a02723", "fold": "#74191a", "hair": "#2a2420", "streak": "#5e5044"},
        "twin 0,-204 78,-186 130,-110 142,0 144,110 118,158 60,150 0,150 hair",
        BLOUSE,
        WOMAN,
    ),
    (
        {"coat": "#a8814a", "fold": "#7d5c33", "hair": "#2a2420", "streak": "#5e5044"},
        "soft -102,30 -114,-50 -104,-130 0,-190 104,-130 114,-50 102,30 hair",
        KNIT,
        YOUNGER,
    ),
)


def portrait(seed: int) -> bytes:
    """Head and shoulders, 600 by 750, as a JPEG: an older man, a woman and a younger man take turns."""
    sheet = Sheet(600, 750, seed)
    tones, behind, clothes, before = PERSONS[(seed - 1) % len(PERSONS)]
    sheet.tones |= {"skin": "#e6c8a4", "shade": "#cfa681", "deep": "#8a5c42", "lip": "#a8503f"} | tones
    grounds = ("#efe6d6/#d9cbb3", "#cdb890"), ("#e6dac6/#cbb99d", "#b9a688"), ("#f3ecdf/#e2d6c0", "#d3b27c")
    ground, disc = sheet.rng.choice(grounds)
    sheet.draw(f"box 0,0 600,750 {ground}; oval {sheet.rng.uniform(230, 370)},330 250,250 {disc}.b0/{disc}.20")
    for scene in (behind, JACKET, NECK, clothes, "oval2 -100,8 17,32 shade", FACE + " skin"):
        sheet.draw(scene, 300, 300)
    light = "soft 34,-190 62,-60 58,0 74,50 48,110 -10,170 140,180 140,-190 shade.b0>shade; oval2 -56,44 25,15 red.0e"
    sheet.draw(light, 300, 300, within=turn(traced(FACE), 300, 300))
    sheet.draw(FEATURES, 300, 300)
    sheet.draw(before, 300, 300)
    return sheet.finish(mirrored=sheet.rng.random() < 0.5)
