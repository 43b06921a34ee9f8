"""The families: one file a content management system, with what is known of its pages and its counter."""
