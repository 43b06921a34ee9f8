"""拓尔思 TRS WCM: no counter of its own; each site adds one."""

from spiders.families.family import Family

TRS = Family("trs", (b"TRS_Editor", b"TRS_UEDITOR", b"trs_editor_view", b"createPageHTML(", b"/trs_"))
