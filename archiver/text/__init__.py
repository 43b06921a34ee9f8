"""Chinese text as values: how it is compared, cut into search tokens, and read for numbers and times. All pure."""
