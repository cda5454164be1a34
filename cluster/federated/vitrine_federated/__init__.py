"""Federated learning of browsers on Flower: the app, and the gateway that browsers speak to."""
