"""The web door for those who keep the machine."""
