"""What the site's build does beside MkDocs: pages from outside docs/, the generated reference, links that lead there.

A page is written to be read in the repository, so its links name files of the repository. In the site they lead to the
page that the file has become, or to a copy of the file. A link that leads nowhere ends the build.
"""

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from make_reference import pages

ROOT = Path(__file__).parent.parent

#: Files of the repository that are pages of the site.
PAGES = {"README.md": "index.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
#: Folders that pages name, and the page that tells of what is in them.
FOLDERS = {"docs/adr": "architecture.md", "rules": "rules.md"}
_LINK = re.compile(r"(?<=\]\()(?!https?://|mailto:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")
_CODE = re.compile(r"(^```.*?^```|`[^`\n]*`)", re.MULTILINE | re.DOTALL)


def site_path(file: str) -> str:
    """Where a file of the repository is found in the site, by its path from the root."""
    if file in PAGES or file in FOLDERS:
        return PAGES.get(file) or FOLDERS[file]
    return file.removeprefix("docs/") if file.startswith("docs/") else f"files/{file}"


def file_of(page: str) -> str:
    """The file of the repository that a page of the site is made of."""
    return next((file for file, uri in PAGES.items() if uri == page), f"docs/{page}")


def with_site_links(markdown: str, *, page: str) -> str:
    """The page's text with links that lead where the site has what they name; what is code stays as it is."""
    folder = posixpath.dirname(file_of(page))

    def linked(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found[1]))
        return posixpath.relpath(site_path(target), posixpath.dirname(page) or ".") + (found[2] or "")

    parts = _CODE.split(markdown)
    return "".join(part if number % 2 else _LINK.sub(linked, part) for number, part in enumerate(parts))


def outside_files() -> list[str]:
    """The files outside docs/ that pages link to and that are no pages: they are copied into the site."""
    found = set()
    texts = [*(ROOT / "docs").rglob("*.md"), *(ROOT / file for file in PAGES)]
    for path in texts:
        for target, _ in _LINK.findall(_CODE.sub("", path.read_text(encoding="utf-8"))):
            file = (path.parent / target).resolve()
            if file.is_file() and not file.is_relative_to(ROOT / "docs") and file.suffix != ".md":
                found.add(file.relative_to(ROOT).as_posix())
    return sorted({*found, "config.example.yaml"})


def with_decisions(nav: Any) -> Any:
    """The navigation, with the pages of the folder `adr` in the place of its name."""
    if nav == "adr":
        return [{path.stem[:4]: f"adr/{path.name}"} for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    if isinstance(nav, dict):
        return {title: with_decisions(part) for title, part in nav.items()}
    return [with_decisions(part) for part in nav] if isinstance(nav, list) else nav


def on_config(config: Any) -> Any:
    """Let the navigation name each decision (called by MkDocs)."""
    config.nav = with_decisions(config.nav)
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add what is not under docs/ (called by MkDocs)."""
    made = type(next(iter(files)))  # MkDocs' own File: the site's library is not needed to test this module
    for file, uri in PAGES.items():
        files.append(made.generated(config, uri, content=(ROOT / file).read_text(encoding="utf-8")))
    for name, text in pages().items():
        files.append(made.generated(config, f"reference/{name}", content=text))
    for file in outside_files():
        files.append(made.generated(config, site_path(file), content=(ROOT / file).read_bytes()))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Let links lead where the site has what they name (called by MkDocs)."""
    return with_site_links(markdown, page=page.file.src_uri)
