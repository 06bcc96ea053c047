"""Make `src/newsclean/rules/names.toml`: how often a character is a surname or stands in a given name.

    python tools/make_names.py > src/newsclean/rules/names.toml     # needs jieba 0.42.1 and faker 40

Sources: the surnames' shares of the population are those of Faker's zh_CN person
provider (MIT licence), which took them from zh.wikipedia's 中国姓氏排名; the
characters of given names are counted in the 31,000 entries that jieba's
dictionary (MIT licence) marks as person names, and in Faker's given names.
`words` are the dictionary's other words that could be read as a name: 高速, 方法.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import jieba
from faker.providers.person.zh_CN import Provider

# Surnames of 百家姓 and of the 2010s' registers beyond the 400 of the ranking, and double ones; their share
# is below the last of the ranking, and set to half of it.
RARE = (
    "酆柏水昌俞平和穆湛汪臧伏茅闵贾路娄危童颜梅林刁徐丘高蔡田胡凌霍虞万支柯昝管卢莫经"
    "房裘缪干解应宗宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮储靳汲"
    "邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲宫宁仇栾暴甘钭厉戎祖武符刘景詹"
    "束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳"
    "逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼"
    "容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖"
    "融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况"
    "郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福禤练肖闫邝覃付仝代亓苑肇迟寻冼但麻税甯招粘"
    "逢昊朴揣盛明操降过洑敬晋楚鄢药粟芦靖苌苟补雒荔寸刀召沐岩者俸拉贠奥隋笃泮郄褟郇蒿"
)
# Spellings that the ranking counts under another one (萧, 阎, 傅, 戴), by their own shares.
SPELT = {
    "肖": 0.45,
    "闫": 0.15,
    "付": 0.2,
    "代": 0.1,
    "邹": 0.3,
    "邱": 0.28,
    "覃": 0.18,
    "兰": 0.05,
    "仝": 0.02,
}
DOUBLE = {
    "欧阳": 0.068, "上官": 0.007, "皇甫": 0.005, "司徒": 0.004, "令狐": 0.004, "诸葛": 0.004,
    "司马": 0.002, "慕容": 0.002, "尉迟": 0.001, "夏侯": 0.001, "申屠": 0.001, "公孙": 0.001,
    "长孙": 0.001, "宇文": 0.001, "东方": 0.001, "呼延": 0.001, "端木": 0.001, "轩辕": 0.0005,
    "南宫": 0.0005, "独孤": 0.0005, "淳于": 0.0005, "单于": 0.0002, "太史": 0.0002, "澹台": 0.0002,
    "公冶": 0.0002, "濮阳": 0.0005, "赫连": 0.0005, "钟离": 0.0005, "闻人": 0.0005, "万俟": 0.0005,
    "西门": 0.0005, "鲜于": 0.0005, "闾丘": 0.0002, "司空": 0.0002, "百里": 0.0002, "拓跋": 0.0002,
    "完颜": 0.0005, "爱新觉罗": 0.0005, "叶赫那拉": 0.0002, "范姜": 0.0005, "张简": 0.0005,
    "乐正": 0.0002, "公羊": 0.0002, "宰父": 0.0002, "谷梁": 0.0002, "巫马": 0.0002, "梁丘": 0.0002,
    "左丘": 0.0002, "东郭": 0.0002, "羊舌": 0.0002, "漆雕": 0.0002, "壤驷": 0.0002, "公良": 0.0002,
    "夹谷": 0.0002, "段干": 0.0002, "宗政": 0.0002, "仲孙": 0.0002, "颛孙": 0.0002, "亓官": 0.0002,
    "司寇": 0.0002, "太叔": 0.0002, "纳兰": 0.0002, "达奚": 0.0002, "褚师": 0.0002,
}  # fmt: skip
# The dictionary also marks villages, titles and kin as names (李家村, 王大爷): left out by these.
NO_ENDING = set("村镇县庄乡州城市省路街屯寨氏爷哥娘姐叔伯婆妈爸嫂妹弟帝王公侯后妃府宫寺")
NO_ENDING |= set("庙桥沟坡店湾的了是人派姓说道")
COMMON = 50
"""From how many occurrences on a word of the dictionary is taken for a word rather than for a name."""
NO_MIDDLE = set("老小大阿家的了是不")


def banded(counts: Counter[str]) -> dict[int, str]:
    """Characters by the power of two that their count reaches."""
    bands: dict[int, list[str]] = {}
    for char, count in counts.most_common():
        if count >= 1:
            bands.setdefault(1 << (int(count).bit_length() - 1), []).append(char)
    return {band: "".join(sorted(chars)) for band, chars in bands.items()}


def shares() -> dict[str, float]:
    """Per cent of the population by surname."""
    found: dict[str, float] = dict(Provider.last_names)
    for char in RARE:
        found.setdefault(char, 0.003)
    found.update({name: share for name, share in SPELT.items() if found.get(name, 0) < share})
    found.update(DOUBLE)
    return found


def entries() -> list[tuple[str, int, str]]:
    """The dictionary: word, count, part of speech."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    return [(word, int(count), tag) for word, count, tag in map(str.split, lines)]


def given_names(surnames: dict[str, float]) -> dict[str, Counter[str]]:
    """How often each character is a given name, and the first and the second of one."""
    one: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for word, _, tag in entries():
        if tag != "nr" or surnames.get(word[0], 0) < 0.1 or word[-1] in NO_ENDING:
            continue
        if len(word) == 2:
            one[word[1]] += 6
        elif len(word) == 3 and word[1] not in NO_MIDDLE:
            first[word[1]] += 1
            last[word[2]] += 1
            one[word[2]] += 1
    for given in Provider.first_names:  # the commonest of today: each stands for many
        if len(given) == 1:
            one[given] += 300
            last[given] += 60
            first[given] += 30
        else:
            first[given[0]] += 60
            last[given[1]] += 60
    return {"one": one, "first": first, "last": last}


def show(pieces: list[str], between: str, width: int) -> None:
    """Print a multi-line string of TOML, `width` pieces a line."""
    print('"""')
    for i in range(0, len(pieces), width):
        print(between.join(pieces[i : i + width]))
    print('"""')


def main() -> None:
    """Print the table."""
    surnames = shares()
    given = given_names(surnames)
    print("# Made by tools/make_names.py; its head names the sources.\n")
    print("# Share of the population, per cent.\nsurnames = ", end="")
    show([f"{name}{share:g}" for name, share in sorted(surnames.items(), key=lambda p: -p[1])], " ", 12)
    heads = {
        "one": "Characters of given names of one character, by how often they were counted at least.",
        "first": "The first of two.",
        "last": "The second of two.",
    }
    for name, head in heads.items():
        print(f"\n# {head}\n[{name}]")
        for band, chars in banded(given[name]).items():
            print(f"{band} = ", end="")
            show(list(chars), "", 100)
    words = [
        word
        for word, count, tag in entries()
        if not tag.startswith("nr") and word[0] in surnames and count >= COMMON and len(word) in {2, 3}
        if len(word) == 2 or (given["first"][word[1]] and given["last"][word[2]])
    ]
    print("\n# Words that could be read as a name, and are none.\n[words]\nall = ", end="")
    show(words, " ", 30)


if __name__ == "__main__":
    main()
