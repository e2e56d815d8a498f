"""Faults to survive, each with a broken program that its test catches: short in every run, in full with `--all`.

    killed processes, a crash's log         test_crash          disk full                   test_disk_full
    damaged files, restore                  test_damage         read-only, things in the way test_read_only
    migrations, newer schemas               test_migrations     locks, two sessions at once  test_locked
    a clock that jumps                      test_clock          the same in the app          test_app
    several learners' doctors               test_doctor_of_a_class

PostgreSQL that crashes, restarts or drops connections under load: tests/db/test_postgresql.py.
"""
