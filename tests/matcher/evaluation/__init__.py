"""Tests of how rankings are measured."""
