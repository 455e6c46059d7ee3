"""Journal clubs: the articles people read together, and where they talk about them."""
