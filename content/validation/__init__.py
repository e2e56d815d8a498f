"""Checks that need no computation: form, meaning, style, glossary. Each fault names file, line and fix."""
