"""What leaves the site as data: values that other programs read, never pages."""
