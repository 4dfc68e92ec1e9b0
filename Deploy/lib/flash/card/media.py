"""The boot partition as a mounted folder, or within an image or a card: read, room, and write all or
nothing."""
import os
import re
import shutil
import subprocess

from . import Refusal

TEMPORARY = ".rue"  # appended to a name while the file is written
NEEDED = ("cmdline.txt", "config.txt")
CLUSTER = 32768
SLACK = 256 * 1024  # for folders, long names, and what the first start writes


class Folder:
    """A boot partition that is mounted."""

    def __init__(self, path):
        self.path = self.name = self.result = path
        if not os.path.isdir(path):
            raise Refusal(f"there is no folder {path}: give the place where the card's boot partition is "
                          "mounted, such as /media/you/bootfs")

    def ask(self):
        """Whose folder it is has said so by naming it."""

    def names(self):
        return sorted(os.listdir(self.path))

    def read(self, name):
        try:
            with open(os.path.join(self.path, name), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None
        except IsADirectoryError:
            raise Refusal(f"{self.path}/{name} is a folder, where a file should be: remove it") from None
        except NotADirectoryError:
            raise Refusal(f"{self.path}/{os.path.dirname(name)} is a file, where a folder should be: "
                          "remove it") from None
        except OSError as error:
            raise Refusal(f"cannot read {self.path}/{name}: {error.strerror}") from None

    def room(self):
        found = os.statvfs(self.path)
        return found.f_bavail * found.f_frsize

    def needed(self, files):
        """The bytes that it takes, the old files beside the new ones."""
        return sum(rounded(content) for content in files.values())

    def write(self, files, removed):
        """Every file under another name first, all of them to the card, and only then renamed."""
        made = []
        try:
            for name, content in files.items():
                self.stage(name, content, made)
            self.sync(files)
        except BaseException as error:
            for path in reversed(made):
                (os.rmdir if os.path.isdir(path) else os.unlink)(path)
            if not isinstance(error, OSError):
                raise
            raise Refusal(f"cannot write to {self.path}: {error.strerror}; nothing was changed") from None
        try:
            for name in files:
                path = os.path.join(self.path, name)
                os.replace(path + TEMPORARY, path)
            for name in removed:
                os.unlink(os.path.join(self.path, name))
            self.sync([*files, *removed])
        except OSError as error:
            raise Refusal(f"writing to {self.path} broke off: {error.strerror}; call this again with the "
                          "same words, it goes on from there") from None

    def stage(self, name, content, made):
        path = os.path.join(self.path, name)
        parent = os.path.dirname(path)
        if not os.path.isdir(parent):
            os.mkdir(parent)
            made.append(parent)
        with open(path + TEMPORARY, "wb") as file:
            made.append(path + TEMPORARY)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def sync(self, names):
        """The folders of these files, each by itself: FAT keeps a folder's names in the folder alone."""
        for folder in sorted({os.path.dirname(os.path.join(self.path, name)) for name in names}):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


class Partition:
    """A FAT partition within a file or a device, through mtools: nothing is mounted."""

    def __init__(self, path, offset, name, copy_for=None, device=None):
        self.device = device
        self.path, self.name, self.result = path, name, copy_for or name
        self.is_copy = copy_for is not None
        # By its number, for mtools ends a name at the first @@.
        self.file = open(path, "rb")
        self.image = ["-i", f"/proc/self/fd/{self.file.fileno()}@@{offset}"]

    def ask(self):
        """Of a card in a reader, whether it is the right one."""
        if self.device:
            self.device.ask()

    def run(self, *words, content=None):
        program, *rest = words
        return subprocess.run(
            [program, *self.image, *rest], input=content, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, check=False, pass_fds=[self.file.fileno()],
            env={**os.environ, "LC_ALL": "C", "MTOOLS_SKIP_CHECK": "1", "MTOOLSRC": "/dev/null"})

    def checked(self, *words, content=None):
        done = self.run(*words, content=content)
        if done.returncode:
            told = done.stderr.decode(errors="replace").strip().split("\n")
            if self.is_copy and any("No space left" in line for line in told):
                raise Refusal(f"there is no room for {self.result}: nothing was written. Make some, or "
                              "give another folder")
            raise Refusal(f"the boot partition of {self.name} cannot be used ({told[0] or words[0]}): write "
                          "or download the image anew, should it be damaged")
        return done.stdout

    def names(self, folder=""):
        found = self.checked("mdir", "-b", "::/" + folder).decode(errors="replace").split("\n")
        return sorted(line.rstrip("/").rsplit("/", 1)[-1] for line in found if line.strip())

    def read(self, name):
        folder, _, leaf = name.rpartition("/")
        if folder and folder not in self.names():
            return None
        known = {known.lower() for known in self.names(folder)}
        if leaf.lower() not in known and name in NEEDED and leaf + TEMPORARY in known:
            # A run was killed between the two.
            name += TEMPORARY
        elif leaf.lower() not in known:
            return None
        return self.checked("mtype", "::/" + name)

    def room(self):
        told = self.checked("mdir", "::/").decode(errors="replace")
        found = re.findall(r"([\d ]+) bytes free", told)
        return int(found[-1].replace(" ", "")) if found else 0

    def needed(self, files):
        sizes = [rounded(content) for content in files.values()]
        return sum(sizes) + (0 if self.is_copy else max(sizes, default=0))

    def write(self, files, removed):
        """On a card every file under another name first, and read again; then each by its own, not
        renamed: mtools makes capitals of a name then. A copy is thrown away when anything fails."""
        for folder in sorted({name.rpartition("/")[0] for name in files} - {""}):
            if folder not in self.names():
                self.checked("mmd", "::/" + folder)
        staged = {} if self.is_copy else {name + TEMPORARY: files[name] for name in files}
        for name, content in [*staged.items(), *files.items()]:
            self.checked("mcopy", "-o", "-", "::/" + name, content=content)
            if self.checked("mtype", "::/" + name) != content:
                raise Refusal(f"{self.result} does not keep what is written to it: is it worn?")
            if name + TEMPORARY in staged:
                self.checked("mdel", "::/" + name + TEMPORARY)
        for name in removed:
            self.checked("mdel", "::/" + name)


def rounded(content):
    """To whole clusters, of which the largest are usual."""
    return (len(content) // CLUSTER + 1) * CLUSTER


def require_mtools():
    if not shutil.which("mcopy"):
        raise Refusal("mtools is missing, which writes to a FAT partition: sudo apt install mtools")
