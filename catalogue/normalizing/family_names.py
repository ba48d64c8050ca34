"""Which words are family names, and which forms of address are names too; data and lookups, no I/O."""

from __future__ import annotations

from parsers.syllables import is_syllable
from parsers.text import fold

FAMILY_NAMES = frozenset(
    """
    an âu bá bạch bàn bành bế biện bồ bùi ca cái cam cao cát cầm cấn châu chế chu chung chúc chử cổ
    cồ công cung cù danh diệp doãn du dư dương đàm đàng đào đặng đậu đèo điền điểu đinh đoàn đỗ đồng
    đổng đới đường giang giáp giả hà hạ hàn hàng hầu hoa hoàng hoàn hồ hồng hùng huỳnh hứa hướng kha
    khổng khúc khương khuất khưu kiên kiều kim kông kỷ kỳ la lã lạc lâm lầm lầu lăng lê lèng liêu
    liễu linh lò lô lỗ lộ lộc luân lục lư lữ lường lương lưu lý ma mã mạc mạch mai man mẫn mạnh mè
    mẫu miên minh mông mộc mùa nghê nghiêm ngô ngũ ngụy nguỵ nguyễn nhâm nhan nhữ ninh nông ôn ông
    phạm phan phàn phí phó phù phú phùng phương quách quan quản quang quảng quàng sái sầm sần sĩ sơn
    sú sùng tạ tào tăng tẩn tất tề thạch thái thẩm thân thào thập thi thiều thiệu thịnh thôi tiết
    tiêu tiền tô tôn tống trà trang tráng trần triệu trịnh trình trương tòng tưởng từ ty ung uông
    ứng vàng vi viên vòng võ vũ vưu vương vừ xa xồng xin y yên
    """.split()  # noqa: SIM905 - a word list
)
_MIDDLE = frozenset(("văn", "thị", "ích"))
_ALSO_NAMES = frozenset(("ông", "bà", "anh", "chị", "cô", "thầy", "chú"))
_FAMILY_AND_GIVEN = 2
_BARE = frozenset(map(fold, FAMILY_NAMES))


def is_family_name(word: str) -> bool:
    """Whether a word is a family name; one typed without accents may stand for any that folds to it."""
    low = word.lower()
    return low in FAMILY_NAMES or (low.isascii() and low in _BARE)


def is_address_part_of_name(name: str) -> bool:
    """Whether a name begins with a form of address that is its own: "Ông Văn Tùng", "Anh Thư".

    Only where one has been taken away before, or where it stands behind a degree.
    """
    first, *rest = name.split()
    if first.lower() not in _ALSO_NAMES or not rest:
        return False
    return len(rest) < _FAMILY_AND_GIVEN or rest[0].lower() in _MIDDLE


def lacks_family_name(name: str) -> bool:
    """Whether a name of two words begins with no family name, as "Văn Tùng" and "Lan Anh" do."""
    words = name.split()
    if len(words) != _FAMILY_AND_GIVEN or not all(map(is_syllable, map(str.lower, words))):
        return False
    return len(words[0]) > 1 and not is_family_name(words[0])
