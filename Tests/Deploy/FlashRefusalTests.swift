import Foundation
import RueTestSupport
import Testing

/// Ten to the power of eight values, which a program that follows each alias never ends to count.
private let laughs: String = {
    let lines = (1...8).map { level in
        let aliases = repeatElement("*a\(level - 1)", count: 10).joined(separator: ", ")
        return "a\(level): &a\(level) [\(aliases)]\n"
    }
    return "#cloud-config\na0: &a0 x\n" + lines.joined()
}()

/// What cannot be done: each with its reason, and nothing written.
@Suite struct FlashRefusalTests {
    private func refused(
        _ card: ScratchCard, _ words: [String], _ told: String...,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let before = try tree(card.folder.path)
        let flashed = try card.flash(words)
        #expect(flashed.status == .exited(1), sourceLocation: location)
        for part in told where !part.isEmpty {
            #expect(
                flashed.errorOutput.contains(part), "\(flashed.errorOutput)",
                sourceLocation: location)
        }
        #expect(!flashed.errorOutput.contains("Traceback"), sourceLocation: location)
        #expect(try tree(card.folder.path) == before, sourceLocation: location)
    }

    @Test func aNodeWithoutADescription_isToldWhichThereAre() throws {
        let card = try ScratchCard(.trixie)
        try refused(
            card, card.words.map { $0 == "kitchen" ? "kitchn" : $0 },
            "there is no description Devices/kitchn.yaml for the node 'kitchn'", " kitchen ",
            "--device FILE")
    }

    @Test func aDescriptionWithMistakes_isShownWithThem() throws {
        let card = try ScratchCard(.trixie)
        let file = try card.folder.write(
            "node: {name: n}\nsensors:\n  - {id: a, driver: bme208, bus: /dev/i2c-1}\n",
            to: "wrong.yaml")
        try refused(
            card, card.words + ["--device", file], ":3:21: unknown driver 'bme208'",
            "did you mean 'bme280'", "lacks the key 'interval'", "mend \(file) first")
    }

    @Test func aLineThatTwoAreToHave_isFoundBeforeACardIsWritten() throws {
        let card = try ScratchCard(.trixie)
        let file = try card.folder.write(
            """
            node: {name: n}
            sensors:
              - {id: a, driver: ds18b20, bus: w1, interval: 10s}
              - {id: b, driver: dht22, bus: /dev/gpiochip0, line: 4, interval: 10s}
            """, to: "both.yaml")
        try refused(
            card, card.words + ["--device", file],
            "GPIO 4 is for sensor b and for the kernel's 1-Wire", "'gpio: N'")
    }

    @Test(arguments: [
        ("rue://192.0.2.7:8443/e", "this is no link", "put it in quotes"),
        ("hello", "this is no link: 'hello'", "rue-aggregator node add NAME"),
        ("rue://192.0.2.7:8443/e#1.AAAAAAAAAAA", "has 1 parts", "is all of it there"),
        (String(Link.good.dropLast()), "recovery pin is damaged", "is all of it there"),
        (
            Link.good.replacingOccurrences(of: ".AAAAAAAAAAA.", with: ".AAAAA*AAAAA."),
            "id is damaged", ""
        ),
        (Link.good.replacingOccurrences(of: ":8443", with: ":99999"), "port 99999", ""),
        (Link.good + " " + Link.good, "one link and nothing else", ""),
    ])
    func aDamagedLink_isRefused(link: String, told: String, more: String) throws {
        let card = try ScratchCard(.trixie)
        try refused(card, card.common + ["--link", link, "--boot", card.boot], told, more)
    }

    @Test func aLinkOlderThanAnyLives_hasExpired_andAnOldOneIsWarnedOf() throws {
        let card = try ScratchCard(.trixie)
        let file = try card.folder.write(Link.good + "\n", to: "link")
        let words = card.common + ["--link-file", file, "--boot", card.boot]
        try age(file, days: 8)
        try refused(
            card, words, "was written 8 days ago and has expired", "rue-aggregator node add NAME")
        try age(file, days: 1)
        let flashed = try card.flash(words)
        #expect(flashed.status == .exited(0))
        #expect(flashed.errorOutput.contains("24 hours ago, and is good for 15 minutes unless"))
    }

    private func age(_ file: String, days: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)], ofItemAtPath: file)
    }

    @Test func aLinkToTheServersOwnLoopback_isWarnedOf() throws {
        let card = try ScratchCard(.trixie)
        let link = Link.good.replacingOccurrences(of: "192.0.2.7", with: "localhost")
        let flashed = try card.flash(card.common + ["--link", link, "--boot", card.boot])
        #expect(flashed.status == .exited(0))
        #expect(flashed.errorOutput.contains("which on the node is the node itself"))
    }

    @Test(arguments: ["config.txt", "cmdline.txt", "kernel.img"])
    func aFolderThatIsNoBootPartition_isRefused(lacking: String) throws {
        let card = try ScratchCard(.trixie)
        try FileManager.default.removeItem(atPath: card.boot + "/" + lacking)
        try refused(
            card, card.words, "is no boot partition of Raspberry Pi OS", "meta-data",
            lacking == "kernel.img" ? "it has no kernel, but" : "it has no \(lacking), but")
    }

    @Test func aFolderThatIsNotThere_isRefused() throws {
        let card = try ScratchCard(.trixie)
        try refused(
            card, card.common + ["--link", Link.good, "--boot", card.folder.file("nowhere")],
            "there is no folder", "mounted")
    }

    @Test func anOlderSystem_isRefused() throws {
        let card = try ScratchCard(.bookworm)
        try card.write(
            "console=tty1 rootwait init=/usr/lib/raspi-config/init_resize.sh\n", to: "cmdline.txt")
        try refused(card, card.words, "Debian 11 or older")
    }

    @Test(arguments: [
        ("console=tty1\nrootwait\n", "cmdline.txt has 2 lines", "join them"),
        ("\n", "cmdline.txt is empty", "write the image anew"),
        ("console=tty1 systemd.unit=rescue.target\n", "systemd.unit=rescue.target", "remove that"),
        (
            "console=tty1 systemd.run=/usr/bin/mine\n", "runs /usr/bin/mine at the first start",
            "not on the boot partition"
        ),
        ("console=tty1 systemd.run=/boot/firmware/gone.sh\n", "the card has no such file", ""),
        ("console=tty1 systemd.run=/boot/config.txt\n", "is no shell script", ""),
    ])
    func aCommandLineThatCannotBeAddedTo_isRefused(
        line: String, told: String, more: String
    ) throws {
        let card = try ScratchCard(.bookworm)
        try card.write(line, to: "cmdline.txt")
        try refused(card, card.words, told, more)
    }

    @Test(arguments: [
        ("#cloud-config\nbootcmd: [\n", "user-data is not YAML (line 3"),
        ("#cloud-config\n\tx: 1\n", "user-data is not YAML (line 2"),
        ("#cloud-config\n- a\n", "is no group of keys, but a list"),
        ("#cloud-config\nbootcmd: ls\n", "bootcmd is no list"),
        ("#cloud-config\nx: 1\nx: 2\n", "'x' twice, in lines 2 and 3"),
        ("#cloud-config\nx: &a [b]\nbootcmd: *a\n", "nothing can be added to it safely"),
        ("#cloud-config\nx: &a [*a]\n", "user-data cannot be read"),
        ("#cloud-config\nx: &a {b: *a}\n", "user-data cannot be read"),
        (laughs, "its aliases stand for too much"),
        ("#cloud-config\nx: 1\n---\ny: 1\n", "user-data is not YAML (line 3"),
        ("#!/bin/sh\nls\n", "user-data is a script"),
        ("Content-Type: multipart/mixed\n", "not of the kind #cloud-config"),
        ("## template: jinja\n#cloud-config\n", "Jinja template"),
        ("\u{FEFF}#cloud-config\n", "byte order mark"),
    ])
    func userDataThatCannotBeAddedTo_isRefused(text: String, told: String) throws {
        let card = try ScratchCard(.trixie)
        try card.write(text, to: "user-data")
        try refused(card, card.words, told)
    }

    @Test func userDataThatIsNoText_isRefused() throws {
        let card = try ScratchCard(.trixie)
        try card.folder.write([0x23, 0xFF, 0xFE], to: "boot/user-data")
        try refused(card, card.words, "user-data is not UTF-8 text (byte 1)")
    }

    @Test(arguments: [
        ("network:\n  version: 1\n", "of version 1, and Wi-Fi needs version 2"),
        ("network:\n  version: \"2\"\n", "of version '2', and Wi-Fi needs version 2"),
        ("network:\n  config: disabled\n", "switches the network off"),
        // What another name stands for would change as well.
        (
            "network:\n  version: 2\n  wifis:\n    wlan0: &w {dhcp4: true}\n    wlan1: *w\n",
            "nothing can be added to it safely"
        ),
        (
            "network: {version: 2, wifis: {wlan0: {access-points: {upstairs: {auth: {}}}}}}\n",
            "keys of its own (auth)"
        ),
        ("network: [1]\n", "'network' is no group of keys"),
    ])
    func aNetworkConfigThatCannotBeAddedTo_isRefused(text: String, told: String) throws {
        let card = try ScratchCard(.trixie)
        try card.write(text, to: "network-config")
        try refused(card, card.words + card.wifi, told)
    }

    @Test func aWiFiThatCannotBe_isRefused() throws {
        let card = try ScratchCard(.trixie)
        let short = try card.folder.write("short\n", to: "short")
        func words(_ name: String, _ file: String, _ country: String) -> [String] {
            card.words + [
                "--wifi", name, "--wifi-password-file", file, "--country", country,
            ]
        }
        let good = card.folder.file("password")
        try refused(card, words("home", short, "AT"), "8 to 63 characters, and this one has 5")
        try refused(card, words("home", good, "Austria"), "'Austria' is no code")
        try refused(
            card, words(String(repeating: "x", count: 33), good, "AT"), "1 to 32 bytes, not 33")
        try refused(card, words("home", "/nowhere", "AT"), "cannot read the Wi-Fi password")
        try card.folder.write([UInt8](repeating: 0xE4, count: 10), to: "odd")
        try refused(
            card, words("home", card.folder.file("odd"), "AT"),
            "the Wi-Fi password is not UTF-8 text")
        let two = try card.folder.write("correct\nhorse\n", to: "two")
        try refused(card, words("home", two, "AT"), "holds the end of a line")
        // Nobody is there to be asked.
        try refused(
            card, card.words + ["--wifi", "home", "--country", "AT"], "--wifi-password-file FILE")
        try refused(card, card.words + ["--country", "AT"], "is for --wifi NETWORK")
    }

    /// As a terminal of Latin-1 types it.
    @Test func aWiFiWhoseNameIsNoText_isRefused() throws {
        let card = try ScratchCard(.trixie)
        let flashed = try FinishedProgram.run(
            "bash",
            ["-c", #""$@" --wifi "$(printf 'caf\351')""#, "bash", Repository.file("Deploy/flash")]
                + card.words + card.wifi.dropFirst(2), seconds: 300)
        #expect(flashed.status == .exited(1))
        #expect(flashed.errorOutput.hasPrefix("flash: the Wi-Fi network's name is not UTF-8"))
    }

    @Test func whatIsInTheWay_isNamed() throws {
        let card = try ScratchCard(.trixie)
        try card.write("", to: "rue")
        try refused(card, card.words, "/rue is a file, where a folder should be: remove it")
        try FileManager.default.removeItem(atPath: card.boot + "/rue")
        try FileManager.default.createDirectory(
            atPath: card.boot + "/rue/link", withIntermediateDirectories: true)
        try refused(card, card.words, "/rue/link is a folder, where a file should be: remove it")
    }

    @Test func aProgramForAnotherMachine_isRefused() throws {
        let card = try ScratchCard(.trixie)
        try card.folder.write(StandIn.program(for: .x86), to: "rue-agent")
        try refused(card, card.words, "a program for another machine than a Raspberry Pi")
        try card.folder.write(Array("#!/bin/sh\n".utf8), to: "rue-agent")
        try refused(card, card.words, "is no program (no ELF file)")
    }

    /// A small tmpfs in a mount namespace of its own, which goes with the shell.
    @Test func aFullBootPartition_isFoundBeforeItIsWrittenTo() throws {
        let card = try ScratchCard(.trixie)
        let script = """
            mkdir "$1/small" && mount -t tmpfs -o size=400k none "$1/small" || exit 9
            cp -r "$1"/boot/. "$1/small" && shift
            "$@"; status=$?
            [ ! -e "${@: -1}/rue" ] || exit 8
            exit "$status"
            """
        let small = card.folder.file("small")
        let flashed = try FinishedProgram.run(
            "unshare",
            ["--map-root-user", "--mount", "bash", "-c", script, "test", card.folder.path]
                + [Repository.file("Deploy/flash")] + card.common
                + ["--link", Link.good, "--boot", small])
        #expect(flashed.status == .exited(1), "\(flashed.output)\(flashed.errorOutput)")
        #expect(flashed.errorOutput.contains("MB left, and"), "\(flashed.errorOutput)")
        #expect(flashed.errorOutput.contains("nothing was written"))
    }

    @Test(arguments: [
        ([], "which node?"), (["--node", "kitchen"], "a link is missing"),
        (["--node", "kitchen", "--link", "x"], "where is the card?"),
        (["--node", "kitchen", "--link", "x", "--link-file", "y"], "one of --link"),
        (["--node", "kitchen", "--link", "--boot"], "--link needs a value"),
        (["--node", "kitchen", "--boot", "a", "--card", "b"], "one of --boot"),
        (["--node", "../kitchen", "--link", "x"], "none for a file"), (["--nod"], "unknown option"),
    ])
    func wordsThatAreMissing_areNamed(words: [String], told: String) throws {
        let card = try ScratchCard(.trixie)
        try refused(card, words, told)
    }
}
