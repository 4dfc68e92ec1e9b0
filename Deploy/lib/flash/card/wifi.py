"""A Wi-Fi network: its name, its key and the country whose rules the radio follows."""
import hashlib
import os
import re

from . import Refusal

PLAIN = re.compile(r"[A-Za-z0-9_.-][A-Za-z0-9 _.-]*(?<! )\Z")


class WiFi:
    def __init__(self, name, password, country=None, guess=None):
        """The guess is for a card that names no country either."""
        size = len(os.fsencode(name))
        if not is_text(os.fsencode(name)):
            raise Refusal("the Wi-Fi network's name is not UTF-8 text, as these files are: call this from "
                          "a terminal that types UTF-8")
        if not 1 <= size <= 32:
            raise Refusal(f"a Wi-Fi network's name has 1 to 32 bytes, not {size}")
        if country and not re.fullmatch("[A-Z]{2}", country):
            raise Refusal(f"the country {country!r} is no code of two capital letters, such as DE or GB "
                          "(--country): the Pi keeps its radio off without one")
        self.name, self.key = name, derive_key(name, password)
        self.country, self.guess = country, guess

    def settle_country(self, known):
        """That which was told, else that of the card."""
        self.country = self.country or known or self.guess
        if not self.country:
            raise Refusal("in which country is the Wi-Fi? --country CC, such as DE: the Pi keeps its radio "
                          "off without one")

    def connection(self):
        """NetworkManager's key file. It is read where the system has been started before, when
        cloud-init looks at network-config no more, and on Debian 12."""
        if PLAIN.match(self.name):
            name = self.name
        else:
            name = "".join(f"{byte};" for byte in self.name.encode())
        return f"""[connection]
id=rue-wifi
type=wifi
autoconnect-priority=10

[wifi]
mode=infrastructure
ssid={name}
powersave=2

[wifi-security]
key-mgmt=wpa-psk
psk={self.key}

[ipv4]
method=auto

[ipv6]
method=auto
""".encode()


def is_text(content):
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def derive_key(name, password):
    """What WPA2 makes of a name and a password (IEEE 802.11i, PBKDF2): worth as much as the password on
    this network, and nothing anywhere else."""
    if re.fullmatch(b"[0-9A-Fa-f]{64}", password):
        return password.decode("ascii").lower()
    if not 8 <= len(password) <= 63:
        raise Refusal(f"a Wi-Fi password has 8 to 63 characters, and this one has {len(password)}")
    if not is_text(password):
        raise Refusal("the Wi-Fi password is not UTF-8 text: save its file as UTF-8")
    if re.search(rb"[\x00-\x1f\x7f]", password):
        raise Refusal("the Wi-Fi password holds the end of a line, or another character that nobody can "
                      "type: the file should hold the password and nothing else")
    return hashlib.pbkdf2_hmac("sha1", password, name.encode(), 4096, 32).hex()
