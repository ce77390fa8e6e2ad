"""Nege: why do people still go to Citizen Service Centres? The map of the house is README.md beside this file."""
