"""Write yanjiang/accounts/common_passwords.txt.gz: passwords that many people in China choose, made from patterns.

The script copies and downloads no list of real passwords. The words, names, rows of keys and numbers below follow
well-known patterns: names in pinyin with digits, 5201314 and its kin, keyboard walks, years and birthdays. Their order
is this file's estimate, and not a count of real passwords.
"""

import gzip
from collections.abc import Iterator
from itertools import product
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "yanjiang" / "accounts" / "common_passwords.txt.gz"
COUNT = 10_000
# The portal refuses shorter ones anyway, and those of digits alone.
SHORTEST, LONGEST = 10, 20


def listed(words: str) -> list[str]:
    return words.split()


# The likelier first, in each list.
WORDS = listed("""
a woaini q qq aa asd qwe zxc abc aini qwer admin password w z s zz aaa qaz asdf wo nihao iloveyou mima woaiwojia love
wsx zxcv www qwerty abcd asdfgh zxcvbn qazwsx wodemima qqq zzz aaaa baobao laopo laogong woaiwoziji woshishui buzhidao
xiaobao beibei tiantian kaixin kuaile xingfu pengyou tongxue zhongguo beijing shanghai guangzhou shenzhen chengdu
chongqing wuhan hangzhou nanjing tianjin xian suzhou changsha zhengzhou qingdao dalian jinan shenyang haerbin root
administrator test user guest guanliyuan wangzhan houtai bianji zhanzhang yanjiang gongsi bangong denglu zhanghao wangji
passwd pass welcome hello dragon monkey shadow master money king super lovely forever baby angel sunshine woaizhongguo
woshishei wozhidao nishishei woshini nishizhu woaiziji wohenihao xihuanni wangyi tencent weixin taobao alibaba baidu
laoshi xuesheng xuexiao daxue jiaoshi mama baba wojia jiating erzi nver gege jiejie didi meimei laoda laoban xiaoming
xiaohua xiaomao xiaogou xiaozhu xiaoyu xiaotian xiaojie xiaolong maomao gougou zhuzhu niuniu doudou pangpang lele
huanhuan yangyang mingming lingling longlong feifei dandan jiajia jingjing tingting yuanyuan pingan jiankang facai
gongxi fuguichangming wanshiruyi shengrikuaile xinniankuaile haohaoxuexi tiantianxiangshang zuguo renmin aiguo
""")
SURNAMES = listed("""
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han
feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lv ding ren lu yao shen zhong cui tan fan
""")
GIVEN = listed("""
wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xia ping gang hui bo bin hao peng xin yu fei
xiaoming xiaohong jianguo jianjun zhiqiang haiyan lili xiaoyan weiwei dan ting ying kai long bo hong mei ning rui
""")
NUMBERS = listed("""
123456 123456789 1234567890 123 520 1314 5201314 1234 12345678 12345 1234567 123123 111111 000000 521 888888 666666
1314520 123321 520520 112233 147258369 654321 987654321 159357 147258 789456123 789456 1314521 521521 88888888 11111111
00000000 11223344 12344321 123654 456789 666 888 999 111 000 555 777 222 333 168 518 588 110 119 120 100 101 007 2008
521125 5211314 201314 5203344 7758521 7758258 1230 1234560 123456a 456 789 321 147 258 369 159 357 123qwe 123abc
""")
YEARS = [str(year) for year in (*range(1985, 2003), *range(2019, 2027), *range(1970, 1985), *range(2003, 2019))]
# The days that are chosen most where the birthday is not one's own.
DAYS = ("0101", "1001", "0501", "0601", "1212", "1111", "0808", "0520", "0214", "1225", "0707", "0909")
ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm")


def walks() -> Iterator[str]:
    """Yield walks over the keyboard: along a row, down the columns, and through two rows by turns."""
    for first, second in product(ROWS, repeat=2):
        for length in range(3, min(len(first), len(second)) + 1):
            yield first[:length] + second[:length]
            yield "".join(a + b for a, b in zip(first[:length], second[:length], strict=True))
            yield first[:length][::-1] + second[:length]
    for start in range(len(COLUMNS)):
        for end in range(start + 1, len(COLUMNS) + 1):
            down = COLUMNS[start:end]
            yield "".join(down)
            yield "".join(column[::-1] for column in down)
            yield "".join(column[1:] for column in down)
            yield "".join(column if at % 2 else column[::-1] for at, column in enumerate(down))
    yield from (row + number for row, number in product(ROWS[1:], NUMBERS[:12]))


def ranked() -> Iterator[tuple[int, str]]:
    """Yield passwords with a rank: the product of the places of their parts, as popularity falls with the place."""
    numbers = [*NUMBERS, *YEARS]
    for (place, word), (at, number) in product(enumerate(WORDS, 2), enumerate(numbers, 1)):
        yield place * at, word + number
        yield 2 * place * at, number + word
        yield 3 * place * at, word + word + number
    for (one, surname), (two, given), (at, number) in product(
        enumerate(SURNAMES, 3), enumerate(GIVEN, 3), enumerate(numbers, 1)
    ):
        yield one * two * at, surname + given + number
    for (one, surname), (two, given), (at, year) in product(
        enumerate(SURNAMES, 3), enumerate(GIVEN, 3), enumerate(YEARS, 8)
    ):
        yield one * two * at, surname + given + year
    for (place, surname), year, (at, day) in product(enumerate(SURNAMES, 4), YEARS[:18], enumerate(DAYS, 6)):
        yield 4 * place * at, surname + year + day
    for place, walk in enumerate(walks(), 1):
        yield place, walk


def passwords() -> list[str]:
    """Return the first ten thousand that the portal's other rules accept, in the order of the alphabet."""
    chosen: dict[str, None] = {}
    for _, password in sorted(ranked()):
        if SHORTEST <= len(password) <= LONGEST and not password.isdigit():
            chosen.setdefault(password)
        if len(chosen) == COUNT:
            break
    return sorted(chosen)


if __name__ == "__main__":
    FILE.write_bytes(gzip.compress("\n".join(passwords()).encode(), mtime=0))
