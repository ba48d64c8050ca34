from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from pathlib import Path

import pytest

from config.campaign import CampaignError, campaign_names, load_campaign

SHIPPED = (resources.files("config") / "campaigns" / "course-catalogue-2025.toml").read_text("utf-8")


def written(folder: Path, *changes: tuple[str, str], name: str = "thu.toml") -> Path:
    """The shipped campaign under another name, with some of its text changed."""
    text = SHIPPED
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(CampaignError) as told:
        load_campaign(str(path))
    head, *lines = str(told.value).splitlines()
    assert head == f"{path}: {len(lines)} fault(s)"
    return [line.strip().partition(": ")[0] for line in lines]


def test_the_shipped_campaign_says_what_its_letter_says() -> None:
    campaign = load_campaign("course-catalogue-2025")
    assert campaign.last_day == date(2025, 5, 29)
    assert campaign.closes_at == datetime(2025, 5, 29, 17, tzinfo=UTC)
    assert campaign.reminder_days == (14, 7, 3, 1)
    assert (campaign.office_start, campaign.digest_at) == (time(7, 30), time(7, 30))
    assert campaign.letter_no == "" or campaign.letter_no.endswith("SGDĐT-GDTXNNĐH")
    required = {key for key, rule in campaign.course_fields.items() if rule.required}
    assert {"title", "content", "curriculum", "url"} <= required
    assert {key for key, rule in campaign.contact_fields.items() if rule.required} == {
        "full_name",
        "position",
        "phone",
    }


def test_the_end_of_the_day_before_is_the_last_moment_in_time() -> None:
    campaign = load_campaign("course-catalogue-2025")
    midnight = datetime.fromisoformat("2025-05-30T00:00:00+07:00")
    assert not campaign.is_late(midnight - timedelta(seconds=1))
    assert campaign.is_late(midnight)
    assert campaign.is_late(midnight.astimezone(UTC))


def test_days_of_grace_are_in_time(tmp_path: Path) -> None:
    path = written(tmp_path, ("grace_days = 0", "grace_days = 2"))
    campaign = load_campaign(str(path))
    assert not campaign.is_late(datetime.fromisoformat("2025-05-31T23:59:59+07:00"))
    assert campaign.is_late(datetime.fromisoformat("2025-06-01T00:00:00+07:00"))
    assert campaign.last_day == date(2025, 5, 29)


def test_all_faults_are_told_at_once_each_with_file_and_key(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ('id = "course-catalogue-2025"', 'id = "Course 2025"'),
        ("before = 2025-05-30", "before = 2025-04-01"),
        ('time_zone = "Asia/Ho_Chi_Minh"', 'time_zone = "Asia/Saigon City"'),
        ("reminder_days = [14, 7, 3, 1]", "reminder_days = [14, -7]"),
        ('mailbox = "tiepnhan.gdtx@sogddt.example"', 'mailbox = "tiepnhan"'),
        ('title = { level = "A", required = true }', 'tittle = { level = "E", required = true }'),
        ('level = { level = "B", required = true }', 'level = { levl = "B" }'),
        ('subject_tag = "HTCĐ-2025"', 'subject_tagg = "HTCĐ-2025"'),
    )
    assert set(faults(path)) == {
        "id", "window.before", "window.time_zone", "schedule.reminder_days.1", "department.mailbox",
        "fields.course.tittle.level", "fields.course.level.level", "fields.course.level.levl",
        "subject_tag", "subject_tagg",
    }  # fmt: skip


def test_a_field_that_no_record_has_is_told_with_those_there_are(tmp_path: Path) -> None:
    path = written(
        tmp_path, ('title = { level = "A", required = true }', 'tittle = { level = "A", required = true }')
    )
    with pytest.raises(CampaignError, match=r"fields\.course: .*no such field: tittle; there are .*title"):
        load_campaign(str(path))


def test_toml_that_does_not_parse_is_told_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "thu.toml"
    path.write_text("id = \n", "utf-8")
    with pytest.raises(CampaignError, match=r"thu\.toml: cannot be read as TOML: .*line 1"):
        load_campaign(str(path))
    path.with_name("x.toml").write_bytes(b'id = "\xff"\n')
    with pytest.raises(CampaignError, match=r"x\.toml: cannot be read"):
        load_campaign(str(path.with_name("x.toml")))
    with pytest.raises(CampaignError, match=r"none\.toml: cannot be read"):
        load_campaign(str(tmp_path / "none.toml"))


def test_an_own_folder_comes_before_what_is_shipped(tmp_path: Path) -> None:
    changes = ("Thông tin khóa học", "Khóa học")
    written(tmp_path, changes, name="course-catalogue-2025.toml")
    written(tmp_path, ('id = "course-catalogue-2025"', 'id = "mua-he"'), name="mua-he.toml")
    assert load_campaign("course-catalogue-2025", tmp_path).title.startswith("Khóa học")
    assert load_campaign("course-catalogue-2025").title.startswith("Thông tin")
    assert campaign_names(tmp_path) == ("course-catalogue-2025", "mua-he")


def test_an_unknown_campaign_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="no campaign 'mua-dong'; there are: course-catalogue-2025"):
        load_campaign("mua-dong", tmp_path)


def test_a_field_that_is_not_named_is_useful_and_never_missing(tmp_path: Path) -> None:
    path = written(tmp_path, ('images = { level = "A", required = false }\n', ""))
    rule = load_campaign(str(path)).course_fields["images"]
    assert (rule.level, rule.required) == ("D", False)


def test_the_letters_number_and_sign_make_one_name(tmp_path: Path) -> None:
    path = written(tmp_path, ('number = ""', 'number = "1234"'))
    assert load_campaign(str(path)).letter_no == "1234/SGDĐT-GDTXNNĐH"


def test_public_holidays_are_known_and_a_campaign_adds_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, ("holidays = []", "holidays = [2025-05-19]"))
    days = load_campaign(str(path)).holidays
    tet, labour_day, own = date(2026, 2, 17), date(2025, 5, 1), date(2025, 5, 19)
    assert {tet, labour_day, own} <= days
    assert date(2025, 5, 20) not in days


def test_a_country_without_known_holidays_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, ('holiday_country = "VN"', 'holiday_country = "Việt Nam"'))
    with pytest.raises(CampaignError, match=r"schedule\.holiday_country: .*'Việt Nam' .*such as VN"):
        load_campaign(str(path))


def with_templates(folder: Path) -> Path:
    return written(folder, ("subject_tag", 'templates = "mau-thu"\nsubject_tag'))


def test_templates_are_read_from_the_folder_beside_the_campaigns_file(tmp_path: Path) -> None:
    file = with_templates(tmp_path)
    folder = tmp_path / "mau-thu" / "letters"
    folder.mkdir(parents=True)
    (folder / "reminder.j2").write_text("Kính gửi", encoding="utf-8")
    (folder / "ghi-chu.txt").write_text("no template", encoding="utf-8")
    assert load_campaign(str(file)).templates.texts == {"letters/reminder.j2": "Kính gửi"}


def test_templates_that_cannot_be_read_are_told_with_their_file(tmp_path: Path) -> None:
    file = with_templates(tmp_path)
    with pytest.raises(CampaignError, match=r"thu\.toml: templates: .*mau-thu: no such folder"):
        load_campaign(str(file))
    (tmp_path / "mau-thu").mkdir()
    with pytest.raises(CampaignError, match=r"no file that ends in \.j2"):
        load_campaign(str(file))
    (tmp_path / "mau-thu" / "foot.j2").write_bytes("Trân trọng".encode("utf-16"))
    with pytest.raises(CampaignError, match=r"foot\.j2: cannot be read as UTF-8"):
        load_campaign(str(file))
