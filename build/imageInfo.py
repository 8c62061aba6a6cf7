#!/usr/bin/python3
"""What an independent reader sees in the files of tests/data/formats: tests/data/formats/expected.json.

    apt-get install python3-pil libavif-bin && /usr/bin/python3 build/imageInfo.py

Pillow reads the first picture and turns it by its EXIF data. Pillow 9.4 knows no AVIF: avifdec decodes those, and what
it says of their turning is done here. Corners: the colours two pixels inside the four corners (top left, top right, bottom
left, bottom right), then of the centre, as red, green, blue and alpha. Of grey pictures of 16 bits the values themselves,
and the brightest of all. Gamma: what a PNG says of its values, which are given here as they are stored.
"""
import json
import re
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

FOLDER = Path(__file__).parent.parent / "tests/data/formats"
INSET = 2
ORIENTATION = 274
GRAY_16 = ("I;16", "I;16B", "I")
Image.MAX_IMAGE_PIXELS = None


def open_avif(path):
    with tempfile.TemporaryDirectory() as made:
        said = subprocess.run(["avifdec", "--info", str(path)], capture_output=True, text=True, check=True).stdout
        subprocess.run(["avifdec", str(path), f"{made}/a.png"], capture_output=True, check=True)
        picture = Image.open(f"{made}/a.png")
        picture.load()
    turns = re.search(r"irot \(Rotation\)\s*: (\d)", said)
    mirror = re.search(r"imir \(Mirror\)\s*: .*?(\d)", said)
    if turns:
        picture = picture.rotate(90 * int(turns[1]), expand=True)
    if mirror:
        picture = ImageOps.mirror(picture) if int(mirror[1]) else ImageOps.flip(picture)
    return picture


def facts_of(path):
    is_avif = path.suffix == ".avif"
    picture = open_avif(path) if is_avif else Image.open(path)
    facts = {"width": picture.width, "height": picture.height, "mode": picture.mode, "frames": getattr(picture, "n_frames", 1)}
    orientation = None if is_avif else picture.getexif().get(ORIENTATION)
    if orientation:
        facts["orientation"] = orientation
    if "gamma" in picture.info:
        facts["gamma"] = picture.info["gamma"]
    upright = picture if is_avif else ImageOps.exif_transpose(picture)
    width, height = facts["width"], facts["height"] = upright.size
    across, down = min(INSET, width - 1), min(INSET, height - 1)
    places = [(across, down), (width - 1 - across, down), (across, height - 1 - down), (width - 1 - across, height - 1 - down), (width // 2, height // 2)]
    if upright.mode in GRAY_16:
        facts["brightest"] = int(upright.convert("I").getextrema()[1])
        facts["samples"] = [upright.getpixel(place) for place in places]
    else:
        upright = upright.convert("RGBA")
        facts["corners"] = [list(upright.getpixel(place)) for place in places]
    return facts


def main():
    lines = []
    for path in sorted(FOLDER.iterdir(), key=lambda each: each.name):
        if path.suffix in (".txt", ".json"):
            continue
        try:
            facts = facts_of(path)
        except Exception as error:  # what Pillow refuses is a fact as well
            facts = {"refused": type(error).__name__}
        lines.append(f"  {json.dumps(path.name)}: {json.dumps(facts, separators=(',', ':'))}")
    (FOLDER / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
