"""Small widgets that several tabs are made of."""
