"""What surrounds a page of the desk: title, ways to the other pages, who is there; draws, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from catalogue.accounts import RIGHTS, Right, Role
from reports.rendering import render_page


class Way(NamedTuple):
    """A page in the menu: its path, its name, the key after "g" that opens it, and the right it needs."""

    path: str
    name: str
    key: str
    right: Right


WAYS = (
    Way("/hom-nay", "Hôm nay", "h", Right.READ),
    Way("/can-xu-ly", "Việc cần xử lý", "v", Right.PERSONAL),
    Way("/don-vi", "Đơn vị", "d", Right.READ),
    Way("/khoa-hoc", "Khóa học", "k", Right.READ),
    Way("/dau-moi", "Đầu mối liên hệ", "m", Right.PERSONAL),
    Way("/thu-den", "Thư đến", "t", Right.PERSONAL),
    Way("/thu-di", "Thư đi", "o", Right.PERSONAL),
    Way("/dot-thu-thap", "Đợt thu thập", "c", Right.READ),
    Way("/nhat-ky", "Nhật ký", "n", Right.PERSONAL),
    Way("/du-lieu-ca-nhan", "Dữ liệu cá nhân", "p", Right.ERASE),
)
ROLES = {Role.OFFICER: "chuyên viên", Role.OPERATOR: "quản trị", Role.VIEWER: "người xem"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One page's surroundings. ``marks`` are those of the static files; without ``role`` nobody is there."""

    title: str
    path: str = ""
    user_name: str = ""
    role: Role | None = None
    csrf: str = ""
    campaign: str = ""
    marks: Mapping[str, str]

    @property
    def ways(self) -> list[Way]:
        """The pages that this visitor may open."""
        rights = RIGHTS[self.role] if self.role else frozenset[Right]()
        return [way for way in WAYS if way.right in rights]

    @property
    def role_name(self) -> str:
        """The role in words."""
        return ROLES[self.role] if self.role else ""

    def file(self, name: str) -> str:
        """Where a static file is fetched from."""
        return f"/static/{name}?v={self.marks[name]}"

    def is_here(self, way: Way) -> bool:
        """Whether the page stands on this way."""
        return self.path == way.path or self.path.startswith(f"{way.path}/")

    def may(self, right: str) -> bool:
        """Whether this visitor may; by the word of the right, for templates."""
        return self.role is not None and Right(right) in RIGHTS[self.role]


def draw(template: str, frame: Frame, values: Mapping[str, Any]) -> str:
    """A page, or a bit of one: a template of templates/desk; a page extends desk/layout.j2."""
    return render_page(f"desk/{template}", {"frame": frame, **values})
