"""方正翔宇 Founder: newspapers on the web."""

from spiders.families.family import Family

FOUNDER = Family("founder", (b"founder-content", b"enpcontent", b"founder-title"))
