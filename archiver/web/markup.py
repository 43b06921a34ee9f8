"""The body of an article as HTML that is safe to show: the script its reader wants, words marked, pictures of ours."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import nh3
from lxml import etree, html
from markupsafe import Markup, escape

from archiver.text.mirror import Restored
from spiders.reading.clean import ATTRIBUTES, DROPPED, TAGS
from storage.search.snippet import Marked, highlight

_OWN = "/article/"
"""Pictures are shown from addresses that begin like this, and from no other."""
_ALLOWED = {
    **{tag: set(names) for tag, names in ATTRIBUTES.items()},
    "span": {"class"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
}


def marked(pieces: Marked) -> Markup:
    """Pieces of text with the words looked for marked."""
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if found else escape(text) for text, found in pieces)


def paragraphs(text: str, texts: Sequence[str]) -> Markup:
    """A plain text, a paragraph a line, the folded `texts` marked."""
    lines = (line for line in text.splitlines() if line.strip())
    return Markup("\n").join(Markup("<p>{}</p>").format(marked(highlight(line, texts, False))) for line in lines)


def annotated(printed: str, clean: Restored) -> Markup:
    """A mirror's text as it was captured, what the mirror put in set apart."""
    pieces: list[Markup] = []
    at = 0
    for change in clean.changes:
        put_in = Markup('<span class="put-in">{}</span>').format(printed[change.start : change.end])
        pieces += [escape(printed[at : change.start]), put_in]
        at = change.end
    text = Markup("").join([*pieces, escape(printed[at:])])
    return Markup("\n").join(Markup("<p>") + line + Markup("</p>") for line in text.split("\n") if line.strip())


def shown(
    source: str, pictures: Mapping[str, str], write: Callable[[str], str] = str, texts: Sequence[str] = ()
) -> Markup:
    """An article's HTML through the allow-list, its texts written by `write` and the folded `texts` marked in them.

    `pictures` gives our own address for that of a picture whose bytes are kept; other pictures become a link.
    """
    tree = html.fragment_fromstring(source, create_parent="div")
    for picture in list(tree.iter("img")):
        _show_picture(picture, pictures)
    for element in list(tree.iter(etree.Element)):
        _write_texts(element, write, texts)
    return Markup(
        nh3.clean(
            str(etree.tostring(tree, encoding="unicode", method="html")),
            tags=TAGS | {"mark"},
            attributes=_ALLOWED,
            attribute_filter=_checked,
            clean_content_tags=DROPPED,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def _checked(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.startswith(_OWN) else None
    if tag == "span" and name == "class":
        return value if value == "no-picture" else None
    return value


def _show_picture(picture: html.HtmlElement, pictures: Mapping[str, str]) -> None:
    address = picture.get("src", "")
    if address in pictures:
        picture.set("src", pictures[address])
        picture.set("loading", "lazy")
        picture.set("alt", picture.get("alt", ""))
        return
    note = html.Element("span", {"class": "no-picture"})
    linked = address.startswith(("http://", "https://"))
    said = etree.SubElement(note, "a", {"href": address}) if linked else note
    said.text = picture.get("alt") or "〔图〕"
    note.tail = picture.tail
    parent = picture.getparent()
    if parent is not None:
        parent.replace(picture, note)


def _write_texts(element: html.HtmlElement, write: Callable[[str], str], texts: Sequence[str]) -> None:
    if not isinstance(element.tag, str):
        return
    if element.text:
        _fill(element, 0, write(element.text), texts, before=None)
    if element.tail and element.getparent() is not None:
        parent = element.getparent()
        _fill(parent, parent.index(element) + 1, write(element.tail), texts, before=element)


def _fill(parent: html.HtmlElement, at: int, text: str, texts: Sequence[str], before: html.HtmlElement | None) -> None:
    """Put a text, its found words in elements of their own, after the child `before` or at the parent's beginning."""
    pieces = highlight(text, texts) if texts and text.strip() else [(text, False)]
    marks = []
    first = "" if not pieces or pieces[0][1] else pieces[0][0]
    for (piece, found), (following, is_found) in pairwise([*pieces, ("", False)]):
        if found:
            mark = html.Element("mark")
            mark.text = piece
            mark.tail = None if is_found else following
            marks.append(mark)
    if before is None:
        parent.text = first
    else:
        before.tail = first
    parent[at:at] = marks
