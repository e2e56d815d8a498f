"""A class's server as it is run: behind PgBouncer, and replaced by its standby while learners answer."""
