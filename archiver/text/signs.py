"""The commonest characters, which the index knows by themselves.

A single character is otherwise the beginning of a pair: all pairs that begin with it are looked up, thousands where it
is a common one. These stand in a field of their own, one entry an article, where they are found like a word.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.text.rows import Finder

COMMON = (
    "的一是不了有在人这大我中国和个上为到来年要以会好就很时本还也出地发多对家作们说行经生下没过能都可间他后得用实成书小方工日新看点开"
    "业前全自进现于理务部面动电比子民天房高店同而里去者但重市分主月长酒外事定心机感服关其之着当次学展力建然政道住加员问内合度所幺体入"
    "最价总如等与公些起设文系位从意产觉提区样法明场只种记美两想那通社情给已错题性化象第较三制济常平因华品太将统正特水无东表应十果强报"
    "结活各程此元话利使西改知真解安并格门金北装更手量目买相代台今京己非资别把向几名世由收近基计育协党县村组织群众训宣传健康万再让交二"
)
"""The 256 characters that most Chinese texts are made of, in their folded form."""


def common_signs(folded: str) -> str:
    """Those of them that stand in a folded text, once each, joined by spaces."""
    return _finder()(folded)


@cache
def _finder() -> "Finder":
    from archiver.text.rows import Finder

    return Finder(COMMON)
