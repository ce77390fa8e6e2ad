"""Words as people type them, made alike: no case, no Kazakh letters, no Latin letters, no signs.

Everything is folded the same way, the words of the script and those of the citizen: «Куәлік», «куалик», "kuwalik" and "kuálik"
become one word. Folding is coarse on purpose; what it makes alike wrongly, the person still confirms.
"""

import re
import unicodedata
from typing import Final

_KAZAKH: Final = str.maketrans("ёәғқңөұүһіыйэщ", "еагкноуухиииеш")
# «я», «ю» and «ц» become two letters, as in Latin: "ya", "ia" and "ts" are heard.
_RUSSIAN: Final = {"я": "иа", "ю": "иу", "ц": "тс", "ъ": "", "ь": "", "шч": "ш"}
# Official letters of 2021 whose sign carries a meaning; all other signs above letters fall away.
# «ý» is the «у» of 2018, and the rest stand on keyboards of other languages for letters that ours lack.
_LETTERS: Final = {
    "ş": "sh", "ç": "ch", "ı": "y", "ñ": "n", "ý": "u", "æ": "a", "ə": "a", "ø": "o", "ɵ": "o", "ŋ": "n",
    "ž": "zh", "š": "sh", "č": "ch",
}  # fmt: skip
_PAIRS: Final = {"shch": "ш", "sch": "ш", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "gh": "г", "ph": "ф"}
_SINGLES: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхижклмнопкрстувухиз")

# «J» is «ж», as in Kazakh, but where it ends a syllable or follows an «i», it is «й»: "zejnetaqy", "detskij", "deklaracija".
_SHORT_I: Final = re.compile(r"(?<=[aeiouy])j(?![aeiouy])|(?<=i)j(?=[aou])")
_LATIN_PAIR: Final = re.compile("|".join(_PAIRS))
_RUSSIAN_LETTER: Final = re.compile("|".join(_RUSSIAN))
_BETWEEN_LETTERS: Final = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_SIGNS: Final = re.compile(r"[\W_]+")
_REPEATED: Final = re.compile(r"([^\W\d])\1+")


def fold(text: str) -> str:
    """The words in small Cyrillic letters without Kazakh ones, one space between them; "" where there is no letter or digit."""
    plain = "".join(_LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFC", text.casefold()))
    plain = "".join(map(_bare, plain.translate(_KAZAKH)))
    plain = _BETWEEN_LETTERS.sub("", plain)
    plain = _SHORT_I.sub("i", plain)
    plain = _LATIN_PAIR.sub(lambda found: _PAIRS[found[0]], plain).translate(_SINGLES)
    plain = _RUSSIAN_LETTER.sub(lambda found: _RUSSIAN[found[0]], plain)
    return _REPEATED.sub(r"\1", _SIGNS.sub(" ", plain)).strip()


def _bare(letter: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(sign))
