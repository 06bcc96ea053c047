"""Make `src/newsclean/rules/simplified.txt`: traditional characters and, below, the simplified form of each.

    python tools/make_simplified.py > src/newsclean/rules/simplified.txt

Source: OpenCC's t2s dictionary (Apache-2.0), character by character.
"""

from __future__ import annotations

import opencc


def main() -> None:
    """Print the two lines."""
    convert = opencc.OpenCC("t2s").convert
    pairs = [(char, convert(char)) for char in map(chr, range(0x4E00, 0xA000))]
    pairs = [(old, new) for old, new in pairs if len(new) == 1 and new != old]
    print("".join(old for old, _ in pairs))
    print("".join(new for _, new in pairs))


if __name__ == "__main__":
    main()
