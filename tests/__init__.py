"""Tests, laid out as the packages they test; ``house`` holds those of the project as a whole."""
