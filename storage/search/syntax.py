"""What a query can say: small values that make up its tree."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Folded words that stand together, in the title or the body, or only in the title."""

    folded: str
    where: Literal["anywhere", "title"] = "anywhere"


@dataclass(frozen=True, slots=True)
class Exact:
    """Characters that stand in title or body as they are: this script, this width, brackets and all."""

    printed: str
    folded: str
    ids: tuple[int, ...] | None = None
    """The articles it was found in; None until their texts are looked through."""


@dataclass(frozen=True, slots=True)
class Value:
    """A field that holds this text: as its whole value, or as a part of it."""

    field: str
    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """A field that holds a known number between these, both included; None leaves a side open."""

    field: Literal["day", "views"]
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class State:
    """What has happened to an article: `gone`, `revised` or `reprinted`."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple["Node", ...]


Node: TypeAlias = Text | Exact | Value | Numbers | State | Not | And | Or


def sought_texts(node: Node) -> tuple[str, ...]:
    """The folded texts that a hit is found by, in order, each once: what its snippet marks."""
    if isinstance(node, Text | Exact):
        return (node.folded,)
    if isinstance(node, And | Or):
        return tuple(dict.fromkeys(text for child in node.nodes for text in sought_texts(child)))
    return ()


def exacts(node: Node) -> tuple[Exact, ...]:
    """Every `exact:` of the tree, those to leave out too."""
    match node:
        case Exact():
            return (node,)
        case Not():
            return exacts(node.node)
        case And() | Or():
            return tuple(found for child in node.nodes for found in exacts(child))
    return ()
