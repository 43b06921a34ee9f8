"""Values with the place they were read from."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml import etree

from archiver.items import Evidence

T = TypeVar("T")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and its evidence."""

    value: T
    evidence: Evidence


def found(value: T, rule: str, place: etree._Element | str, text: str) -> Found[T]:
    """A value read by a rule in an element (or under a meta name or address)."""
    where = place if isinstance(place, str) else css_path(place)
    return Found(value, Evidence(rule, where, " ".join(text.split())[:_LONGEST]))


def css_path(element: etree._Element) -> str:
    """A short CSS path: the element and its nearest ancestor with an id or a class."""
    own = _step(element)
    if "#" in own:
        return own
    for ancestor in element.iterancestors():
        step = _step(ancestor)
        if "#" in step or "." in step or ancestor.tag == "body":
            return f"{step} > {own}" if ancestor is element.getparent() else f"{step} {own}"
    return own


def _step(element: etree._Element) -> str:
    tag = str(element.tag)
    name = (element.get("id") or "").split()
    if name:
        return f"{tag}#{name[0][:60]}"
    classes = (element.get("class") or "").split()
    return f"{tag}.{classes[0][:60]}" if classes else tag
