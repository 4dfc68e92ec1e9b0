"""network-config, netplan's YAML that cloud-init reads: a Wi-Fi network more."""
from . import Refusal, text as texts
from .yaml_text import YAMLText


def country(content):
    """The country that the file names; None where it names none."""
    document, base = read(content)
    known = document.value(*base, "wifis", wifi_interface(document, base), "regulatory-domain")
    return known if isinstance(known, str) else None


def read(content):
    """The file, and where in it netplan's own keys are."""
    document = YAMLText("network-config", texts.decode("network-config", content))
    wrapped = not isinstance(document.data, dict) or "version" not in document.data
    return document, ["network"] if wrapped else []


def merge(content, wifi):
    """The file with that network; a name that is there gets the new password."""
    document, base = read(content)
    if document.value(*base, "config") == "disabled":
        raise Refusal("network-config switches the network off (config: disabled): remove that, or leave "
                      "--wifi away")
    version = document.value(*base, "version")
    if version not in (None, 2):
        raise Refusal(f"network-config is of version {version!r}, and Wi-Fi needs version 2 (netplan): "
                      "write it anew")
    if version is None:
        document.put([*base, "version"], 2)
    interface = [*base, "wifis", wifi_interface(document, base)]
    if document.value(*interface) is None:
        document.put([*interface, "dhcp4"], True)
        document.put([*interface, "optional"], True)
    document.put([*interface, "regulatory-domain"], wifi.country)
    point = [*interface, "access-points", wifi.name]
    known = document.value(*point)
    if isinstance(known, dict) and "auth" in known:
        raise Refusal(f"network-config knows {wifi.name!r} already, with keys of its own (auth): leave "
                      "--wifi away, or remove that network there")
    document.put([*point, "password"], wifi.key)
    return document.text.encode()


def wifi_interface(document, base):
    """wlan0, or the only one that is described."""
    known = document.value(*base, "wifis")
    if isinstance(known, dict) and len(known) == 1:
        return next(iter(known))
    return "wlan0"
