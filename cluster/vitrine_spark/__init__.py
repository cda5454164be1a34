"""Trains Vitrine's packs on a Spark cluster."""
