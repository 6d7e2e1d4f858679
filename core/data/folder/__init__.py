"""A person's own pictures: choosing, listing, looking at, correcting and dividing them."""
