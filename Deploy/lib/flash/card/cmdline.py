"""cmdline.txt, the kernel's command line: one line, of which the firmware reads no second."""
from . import Refusal, text as texts

FIRST_RUN = "systemd.run=/boot/firmware/rue/firstrun.sh"
AFTERWARDS = ["systemd.run_success_action=reboot", "systemd.unit=kernel-command-line.target"]
COUNTRY = "cfg80211.ieee80211_regdom="


class CommandLine:
    def __init__(self, content):
        text = texts.decode("cmdline.txt", content)
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines:
            raise Refusal("cmdline.txt is empty: the card would not start; write the image anew")
        if len(lines) > 1:
            raise Refusal(f"cmdline.txt has {len(lines)} lines, and the firmware reads only the first: "
                          "join them with spaces, or remove what does not belong there")
        start = text.index(lines[0])
        self.around = text[:start], text[start + len(lines[0]):]
        self.words = lines[0].split(" ")

    def content(self):
        return (self.around[0] + " ".join(self.words) + self.around[1]).encode()

    def value(self, name):
        """The last value of a parameter, as the kernel takes it; None without one."""
        found = [word[len(name) + 1:] for word in self.words if word.startswith(name + "=")]
        return found[-1] if found else None

    def country(self):
        return self.value(COUNTRY[:-1])

    def set_country(self, country):
        """Before systemd.run, from where on the Imager's script deletes the line."""
        words = [word for word in self.words if not word.startswith(COUNTRY)]
        if COUNTRY + country in self.words and len(words) == len(self.words) - 1:
            return
        place = next((index for index, word in enumerate(words)
                      if word.startswith("systemd.run=")), trailing(words))
        words.insert(place, COUNTRY + country)
        self.words = words

    def run_once(self):
        """Calls our script at the next start, alone."""
        if self.value("systemd.unit"):
            raise Refusal(f"cmdline.txt starts systemd.unit={self.value('systemd.unit')}, and not the "
                          "usual system: remove that first")
        place = trailing(self.words)
        self.words[place:place] = [FIRST_RUN, *AFTERWARDS]


def trailing(words):
    """Where to add a word: before the empty ones that trailing spaces make."""
    place = len(words)
    while place and not words[place - 1]:
        place -= 1
    return place
