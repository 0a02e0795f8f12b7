"""`watchdesk feeds add`, `import` and `export`, from a site over HTTP to the config file."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli import cli, feedfile
from daemon.config import Config
from daemon.configfile import load_config
from daemon.errors import ConfigError, WatchdeskError
from daemon.feeds.opml import build_opml
from daemon.yamlfile import parse_yaml
from tests.helpers.build import an_entry
from tests.helpers.preview import Post, preview
from tests.helpers.site import Answer, FakeSite, atom

CONFIG = """\
# The desk's own words.
receivers: {desk: {console: {}}}

feeds:
  - id: known      # the first
    url: https://known.example/rss
  # - id: later

log: {level: info}   # the end
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The config; commands are called from its folder."""
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "config.yaml"


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    """A publisher."""
    async with FakeSite() as opened:
        yield opened


async def call(*arguments: str, answers: str = "") -> Result:
    """Call a command in a thread of its own, beside the publisher; `answers` is what is typed."""
    return await asyncio.to_thread(CliRunner().invoke, cli, ["feeds", *arguments], input=answers)


def config_of(path: Path) -> Config:
    """What the file says now."""
    return load_config(path, channel_options=CHANNEL_OPTIONS)


def page(*links: str) -> Answer:
    """A site's front page."""
    html = f"<html><head><title>Port</title>{''.join(links)}</head><body>Welcome</body></html>"
    return Answer(body=html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def link(href: str, title: str = "") -> str:
    """A page's word that it has a feed."""
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


async def test_a_site_becomes_a_feed(desk: Path, site: FakeSite) -> None:
    """From a front page to a line in the config: five items are shown, the rest of the file stays; no is no."""
    site.serve("/", page(link("/rss")))
    now = datetime.now(UTC)
    entries = [
        an_entry(guid=str(hour), title=f"Crane moves, part {hour}", published=now - timedelta(hours=hour))
        for hour in range(1, 8)
    ]
    site.publish("/rss", entries, title="Port &amp; Sea")
    words = ["add", site.url("/"), "--allow-private", "--source", "Port", "--tags", "sea, ports", "--country", "no"]
    refused = await call(*words, "--reliability", "b", answers="n\n")
    assert refused.exit_code == 1
    assert desk.read_text(encoding="utf-8") == CONFIG
    result = await call(*words, "--reliability", "b", answers="y\n")
    assert result.exit_code == 0, result.output
    assert [f"part {hour}" in result.output for hour in range(1, 8)] == [True] * 5 + [False] * 2
    assert "3 h ago" in result.output
    assert f"{now - timedelta(hours=2):%Y-%m-%d %H:%M}" in result.output
    feed = config_of(desk).feeds[1]
    assert (feed.id, feed.url, feed.name, feed.publisher) == ("port-sea", site.url("/rss"), "Port & Sea", "Port")
    assert (feed.tags, feed.country, feed.reliability, feed.allow_private) == (("sea", "ports"), "NO", "B", True)
    new = [line for line in desk.read_text(encoding="utf-8").splitlines() if "port-sea" in line]
    assert desk.read_text(encoding="utf-8").replace(f"{new[0]}\n", "") == CONFIG


async def test_one_of_several_is_picked(desk: Path, site: FakeSite) -> None:
    """Several feeds are numbered, dead links and second addresses left out; --yes takes the first new one."""
    site.serve("/", page(link("/one"), link("/gone"), link("/two", "Second"), link("/same")))
    site.publish("/one", [an_entry()], title="One")
    site.publish("/same", [an_entry()], title="One")
    site.serve("/two", Answer(body=atom([an_entry(), an_entry(guid="2")], title="")))
    result = await call("add", site.url("/"), "--allow-private", answers="9\n2\ny\n")
    assert result.exit_code == 0, result.output
    assert "same" not in result.output
    assert config_of(desk).feeds[1].url == site.url("/two")
    result = await call("add", site.url("/"), "--allow-private", "--yes")
    assert "known as second" in result.output
    assert [feed.id for feed in config_of(desk).feeds] == ["known", "second", "one"]
    again = await call("add", site.url("/one#top"), "--allow-private", "--yes")
    assert "in the config already, as one" in again.output
    assert len(config_of(desk).feeds) == 3


@pytest.mark.parametrize("path", ["/feed", "/rss.xml"])
async def test_a_site_that_names_none_is_asked_in_the_usual_places(desk: Path, site: FakeSite, path: str) -> None:
    """Usual paths are tried one after the other until one is a feed, and no further."""
    site.serve("/news", page())
    site.publish(path, [an_entry()])
    result = await call("add", site.url("/news"), "--allow-private", "--yes", "--id", "wire")
    assert result.exit_code == 0, result.output
    assert config_of(desk).feeds[1].url == site.url(path)
    assert site.at_once == 1
    assert not site.asked("/feed.json")


async def test_sitemaps_of_robots_are_offered(desk: Path, site: FakeSite) -> None:
    """A site without a feed is offered by its sitemap, and written as that kind."""
    site.serve("/", page())
    site.serve("/robots.txt", Answer(body=f"Sitemap: {site.url('/news.xml')}\n".encode()))
    location = "<url><loc>https://port.example/crane-falls</loc><lastmod>2016-07-08</lastmod></url>"
    site.serve("/news.xml", Answer(body=f"<urlset>{location}</urlset>".encode()))
    result = await call("add", site.url("/"), "--allow-private", "--yes", "--id", "port")
    assert result.exit_code == 0, result.output
    assert config_of(desk).feeds[1].kind == "sitemap"


async def test_the_address_itself_may_be_the_feed(desk: Path, site: FakeSite) -> None:
    """A feed's own address is taken as it is, where it has moved for good as it is now; its hub is shown."""
    body = b"<rss version='2.0'><channel><title>W</title><link rel='hub' href='https://hub.example/'/></channel></rss>"
    site.serve("/new", Answer(body=body))
    site.redirect("/old", site.url("/new"), status=301)
    result = await call("add", site.url("/old"), "--allow-private", "--yes", "--interval", "2m", "--language", "en")
    assert result.exit_code == 0, result.output
    assert "WebSub hub: https://hub.example/" in result.output
    assert "empty now" in result.output
    feed = config_of(desk).feeds[1]
    assert (feed.url, feed.interval, feed.language) == (site.url("/new"), timedelta(minutes=2), "en")
    assert [one.path for one in site.requests] == ["/old", "/new"]


async def test_a_json_feed_is_found(desk: Path, site: FakeSite) -> None:
    """A page may name a JSON Feed."""
    site.serve("/", page('<link rel="alternate" type="application/feed+json" href="/f.json">'))
    site.serve("/f.json", Answer(body=b'{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": []}'))
    assert (await call("add", site.url("/"), "--allow-private", "--yes")).exit_code == 0
    assert config_of(desk).feeds[1].url == site.url("/f.json")


async def test_nothing_found_and_bad_words_are_told(desk: Path, site: FakeSite) -> None:
    """No feeds, a failure, a private address, a bad option and a taken id leave the file alone, with a reason."""
    site.serve("/", page())
    site.publish("/rss", [an_entry()])
    for words, reason in (
        (["add", site.url("/nothing"), "--allow-private"], "404"),
        (["add", site.url("/rss")], "if it is yours, say --allow-private"),
        (["add", "ftp://a.example/"], "url: this is not an http"),
        (["add", site.url("/rss"), "--allow-private", "--country", "Norway"], "country"),
        (["add", site.url("/rss"), "--allow-private", "--id", "known"], "taken"),
    ):
        result = await call(*words, "--yes")
        assert isinstance(result.exception, WatchdeskError), words
        assert reason in str(result.exception)
    site.serve("/rss", Answer(status=404))
    result = await call("add", site.url("/"), "--allow-private", "--yes")
    assert "kind list or page" in str(result.exception)
    assert desk.read_text(encoding="utf-8") == CONFIG


async def test_hostile_words_reach_neither_screen_nor_file(desk: Path, site: FakeSite) -> None:
    """A title with escapes, brackets and quotes is one quoted line in the file, and moves no cursor."""
    site.publish("/rss", [an_entry(title="\x9b31mred [bold]x[/bold]")], title="'x': [a, {b}] # \x9b2J\u2028y")
    result = await call("add", site.url("/rss"), "--allow-private", "--yes", "--id", "x")
    assert result.exit_code == 0, result.output
    assert "\x9b" not in result.output
    assert "[bold]x" in result.output
    assert config_of(desk).feeds[1].name.startswith("'x': [a, {b}] #")


async def test_lists_come_in_and_duplicates_are_told(desk: Path) -> None:
    """A list becomes feeds with tags and ids of their own; what is known, doubled or unusable is told, and left out."""
    names = ["Wire", "Wire", "Новости"]
    rows = [
        {"url": f"https://{number}.example/rss", "name": name, "tags": ["sea"]} for number, name in enumerate(names)
    ]
    rows += [{"url": "http://www.known.example/rss/", "name": "Old"}, {"url": "https://0.example/rss?utm_source=x"}]
    rows += [{"url": "ftp://f.example/", "name": "Ftp"}]
    list_ = desk.with_name("list.opml")
    list_.write_text(build_opml(rows), encoding="utf-8")
    result = await call("import", str(list_), answers="y\n")
    assert result.exit_code == 0, result.output
    assert "6 feeds, 3 new, 2 known already, 1 that cannot be used" in result.output
    assert "Old: known already, as known" in result.output
    assert "known already, as wire" in result.output
    assert "Ftp: url: this is not an http" in result.output
    assert [feed.id for feed in config_of(desk).feeds] == ["known", "wire", "wire-2", "2-example"]
    assert config_of(desk).feeds[3].tags == ("sea",)
    assert "# - id: later" in desk.read_text(encoding="utf-8")
    again = await call("import", str(list_), "--yes")
    assert "0 new, 5 known already" in again.output


@pytest.mark.parametrize("form", ["--opml", "--yaml"])
async def test_what_goes_out_comes_in(desk: Path, form: str) -> None:
    """Exported and imported on another desk, feeds are as they were; a secret URL stays here, and that is told."""
    more = "feeds:\n  - {id: b.1, url: 'https://b.example/?a=1&b=2', name: 'B \"&\" co', tags: sea,"
    more += " reliability: C, kind: sitemap}\n"
    secret = "  - {id: s, url_env: SECRET_FEED}\n"
    desk.write_text(CONFIG.replace("feeds:\n", more + secret * (form == "--opml")), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_FEED", "https://s.example/hidden")
        out = await call("export", form)
    assert out.exit_code == 0
    assert "hidden" not in out.output
    assert ("s is left out" in out.stderr) == (form == "--opml")
    before = [
        feed for feed in parse_yaml(desk.read_text(encoding="utf-8"), name="x").value["feeds"] if feed["id"] != "s"
    ]
    list_ = desk.with_name(f"list.{form[2:]}")
    list_.write_text(out.stdout, encoding="utf-8")
    desk.write_text("receivers: {desk: {console: {}}}\n", encoding="utf-8")
    assert (await call("import", str(list_), "--yes")).exit_code == 0
    after = [feed.model_dump(exclude_unset=True) for feed in config_of(desk).feeds]
    desk.write_text(
        desk.read_text(encoding="utf-8").partition("feeds:")[0] + "feeds: " + str(before).replace("None", "null"),
        encoding="utf-8",
    )
    assert after == [feed.model_dump(exclude_unset=True) for feed in config_of(desk).feeds]


async def test_bad_lists_are_refused(desk: Path) -> None:
    """A file that is missing or no list is told in one line, and so is a list in which nothing can be used."""
    desk.with_name("page.opml").write_text("<html>", encoding="utf-8")
    desk.with_name("other.yaml").write_text("rules: []", encoding="utf-8")
    for name, reason in (("none.opml", "cannot be read"), ("page.opml", "no OPML"), ("other.yaml", "no list of feeds")):
        result = await call("import", name, "--yes")
        assert reason in str(result.exception), result.output
    desk.with_name("bad.opml").write_text(build_opml([{"url": "ftp://a.example"}]), encoding="utf-8")
    assert (await call("import", "bad.opml", "--yes")).exit_code == 1
    assert desk.read_text(encoding="utf-8") == CONFIG


def test_a_file_that_moved_on_is_left_alone(desk: Path) -> None:
    """What somebody saved while we asked is not overwritten, no config is broken by what we add, no scrap is left."""
    before = config_of(desk)
    row = {"id": "new", "url": "https://new.example/"}
    desk.write_text(CONFIG.replace("id: known", "id: other"), encoding="utf-8")
    with pytest.raises(WatchdeskError, match="changed since"):
        feedfile.write_feeds(desk, [row], before)
    desk.write_text(CONFIG, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.yaml:7:.*'known' is used in line"):
        feedfile.write_feeds(desk, [{**row, "id": "known"}], before)
    desk.write_text(CONFIG.replace("feeds:\n", "feeds: &x\n"), encoding="utf-8")
    with pytest.raises(WatchdeskError, match=r"Add under feeds:\n  - \{id: new"):
        feedfile.write_feeds(desk, [row], before)
    assert sorted(one.name for one in desk.parent.iterdir()) == ["config.yaml"]


def test_the_file_keeps_its_mode_mark_and_link(desk: Path) -> None:
    """Permissions, a byte order mark and a symbolic link to the file stay."""
    desk.chmod(0o640)
    desk.write_bytes(b"\xef\xbb\xbf" + CONFIG.encode())
    shown = desk.with_name("link.yaml")
    shown.symlink_to(desk)
    feedfile.write_feeds(shown, [{"id": "new", "url": "https://new.example/"}], config_of(shown))
    assert shown.is_symlink()
    assert desk.read_bytes().startswith(b"\xef\xbb\xbf# The desk")
    assert desk.stat().st_mode & 0o777 == 0o640
    assert config_of(desk).feeds[1].id == "new"


async def test_a_telegram_channel_is_added(desk: Path, site: FakeSite) -> None:
    """A channel's address, of Telegram itself, is read by its preview; a mirror's is not taken for one."""
    assert feedfile.as_key(feedfile.feed_of({"id": "x", "url": "https://t.me/harbour"})) == feedfile.as_key(
        feedfile.feed_of({"id": "y", "url": "https://t.me/s/harbour"})
    )
    assert feedfile.fresh_id("Гавань", "https://t.me/s/harbour_watch", set()) == "harbour-watch"
    site.serve("/s/harbour", Answer(body=preview([Post(number=1, text="x", at=datetime.now(UTC))])))
    result = await call("add", site.url("/s/harbour"), "--allow-private", "--yes")
    assert "no feed was found" in str(result.exception)
