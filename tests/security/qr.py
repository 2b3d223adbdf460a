"""
A reader of QR codes, as a phone's camera is one: ISO/IEC 18004 for what an authenticator's address needs.

Bytes at level M in versions 6 to 10. The codewords that correct errors are left: a picture in a page has none.
"""

import re
from itertools import zip_longest

# By version: the data codewords of each block, and the centres of the alignment patterns.
BLOCKS = {6: [27] * 4, 7: [31] * 4, 8: [38] * 2 + [39] * 2, 9: [36] * 3 + [37] * 2, 10: [43] * 4 + [44]}
CENTRES = {6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46), 10: (6, 28, 50)}
MASKS = (
    lambda y, x: (y + x) % 2,
    lambda y, x: y % 2,
    lambda y, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)


def modules(svg: str) -> set[tuple[int, int]]:
    """(row, column) of each dark square of a picture that is drawn as one line."""
    (line,) = re.findall(r'<path[^>]*stroke="#000"[^>]* d="([^"]*)"', svg)
    dark, x, y = set(), 0.0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", line):
        if command == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(first))}
            x += int(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    top, left = min(row for row, _ in dark), min(column for _, column in dark)
    return {(row - top, column - left) for row, column in dark}


def read(svg: str) -> str:
    dark = modules(svg)
    size = max(row for row, _ in dark) + 1
    version = (size - 17) // 4
    places = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    told = int("".join(str(int(place in dark)) for place in places), 2) ^ 0b101010000010010
    assert told >> 13 == 0, "level M is read here"
    mask = MASKS[told >> 10 & 7]
    taken = furniture(size, version)
    bits = ""
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        upwards = (size - 1 - right) // 2 % 2 == 0 if right > 6 else right != 3
        for y in range(size - 1, -1, -1) if upwards else range(size):
            for x in (right, right - 1):
                if (y, x) not in taken:
                    bits += str(int(((y, x) in dark) ^ (mask(y, x) == 0)))
    words = [int(bits[place : place + 8], 2) for place in range(0, len(bits) - 7, 8)]
    blocks: list[list[int]] = [[] for _ in BLOCKS[version]]
    sizes = BLOCKS[version]
    order = [
        block for turn in zip_longest(*(range(n) for n in sizes)) for block, at in enumerate(turn) if at is not None
    ]
    for block, word in zip(order, words, strict=False):
        blocks[block].append(word)
    stream = "".join(f"{word:08b}" for block in blocks for word in block)
    assert stream[:4] == "0100", "bytes are read here"
    count = 16 if version > 9 else 8
    length, begin = int(stream[4 : 4 + count], 2), 4 + count
    return bytes(int(stream[begin + 8 * n : begin + 8 * n + 8], 2) for n in range(length)).decode()


def furniture(size: int, version: int) -> set[tuple[int, int]]:
    """Where no data stands: corners, timing, alignment, and the version."""
    corners = {(y, x) for y in range(9) for x in range(9)}
    corners |= {(y, size - 1 - x) for y in range(9) for x in range(8)}
    corners |= {(size - 1 - y, x) for y in range(8) for x in range(9)}
    found = corners | {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    for cy in CENTRES[version]:
        for cx in CENTRES[version]:
            if (cy, cx) not in corners:
                found |= {(cy + y, cx + x) for y in range(-2, 3) for x in range(-2, 3)}
    if version >= 7:
        found |= {(y, size - 9 - x) for y in range(6) for x in range(3)}
        found |= {(size - 9 - x, y) for y in range(6) for x in range(3)}
    return found
