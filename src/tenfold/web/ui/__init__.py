"""What all pages share: navigation, icons, entries of the front end, errors."""
