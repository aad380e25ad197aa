"""Tidewaiter: finds smuggling in online listings."""
