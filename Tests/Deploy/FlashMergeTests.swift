import Foundation
import RueTestSupport
import Testing

private let command =
    "\"test ! -e /boot/firmware/rue/install.sh || sh /boot/firmware/rue/install.sh\""

/// What becomes of files that people have written by hand.
@Suite struct FlashMergeTests {
    @Test(arguments: [
        ("#cloud-config", "#cloud-config\nbootcmd:\n  - @\n"),
        ("", "#cloud-config\nbootcmd:\n  - @\n"),
        ("#cloud-config\nhostname: x", "#cloud-config\nhostname: x\nbootcmd:\n  - @\n"),
        (
            "#cloud-config\nbootcmd: [[ls], \"x\"] # few\n# end\n",
            "#cloud-config\nbootcmd: [[ls], \"x\", @] # few\n# end\n"
        ),
        (
            "#cloud-config\nbootcmd:\n  - a\n  # a comment\nx: 1\n",
            "#cloud-config\nbootcmd:\n  - a\n  - @\n  # a comment\nx: 1\n"
        ),
        ("#cloud-config\nbootcmd: [] # none\n", "#cloud-config\nbootcmd: [@] # none\n"),
        ("#cloud-config\nbootcmd:\nx: 1\n", "#cloud-config\nbootcmd: [@]\nx: 1\n"),
        // The empty lines belong to the text.
        (
            "#cloud-config\nbootcmd:\n  - |+\n    a\n\n\nx: 1\n",
            "#cloud-config\nbootcmd:\n  - |+\n    a\n\n\n  - @\nx: 1\n"
        ),
        (
            "#cloud-config\n---\nx: 1\n...\n",
            "#cloud-config\n---\nx: 1\nbootcmd:\n  - @\n...\n"
        ),
    ])
    func userData_getsTheCommand(before: String, after: String) throws {
        let card = try ScratchCard(.trixie)
        try card.write(before, to: "user-data")
        let flashed = try card.flash(card.words)
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        let expected = after.replacingOccurrences(of: "@", with: command)
        #expect(try card.text("user-data") == expected)
    }

    @Test(arguments: [
        (
            "network:\n  version: 2\n\n  ethernets: {}\n\n# end\n",
            "network:\n  version: 2\n\n  ethernets: {}\n  wifis:\n    wlan0:\n      dhcp4: true\n"
                + "      optional: true\n      regulatory-domain: \"NO\"\n      access-points:\n"
                + "        \"Über \\\"uns\\\"\":\n          password: \"@\"\n\n# end\n"
        ),
        (
            "network: {version: 2, wifis: {wlan1: {access-points: {}}}}\n",
            "network: {version: 2, wifis: {wlan1: {access-points: {\"Über \\\"uns\\\"\": {password: "
                + "\"@\"}}, regulatory-domain: \"NO\"}}}\n"
        ),
    ])
    func networkConfig_getsANetworkOfAnyName(before: String, after: String) throws {
        let card = try ScratchCard(.trixie)
        try card.write(before, to: "network-config")
        let wifi = [
            "--wifi", "Über \"uns\"", "--wifi-password-file", card.folder.file("password"),
            "--country", "NO",
        ]
        let flashed = try card.flash(card.words + wifi)
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        let found = try card.text("network-config")
        let key = try #require(found.split(separator: "password: \"").last?.prefix(64))
        #expect(key.allSatisfy { $0.isHexDigit })
        #expect(found == after.replacingOccurrences(of: "@", with: String(key)))
        // A name that is not plain goes to NetworkManager as bytes.
        #expect(
            try card.text("rue/wifi.nmconnection").contains(
                "\nssid=195;156;98;101;114;32;34;117;110;115;34;\n"))
    }

    /// The Imager has asked a person; this machine's language is only a guess.
    @Test func countryOfTheCard_staysUnlessAnotherIsTold() throws {
        let wifi = { (card: ScratchCard) in
            ["--wifi", "upstairs", "--wifi-password-file", card.folder.file("password")]
        }
        let asked = try ScratchCard(.trixieImager)
        let flashed = try FinishedProgram.run(
            Repository.file("Deploy/flash"), asked.words + wifi(asked),
            environment: ["LC_ALL": "en_US.UTF-8"], seconds: 300)
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        #expect(flashed.output.contains("taken to be in AT (--country CC"), "\(flashed.output)")
        #expect(try asked.text("network-config").contains("regulatory-domain: \"AT\""))
        #expect(try asked.text("cmdline.txt").contains("cfg80211.ieee80211_regdom=AT"))
        try asked.flash(asked.words + wifi(asked) + ["--country", "NO"])
        #expect(try asked.text("network-config").contains("regulatory-domain: \"NO\""))
        #expect(try asked.text("cmdline.txt").contains("cfg80211.ieee80211_regdom=NO"))

        let plain = try ScratchCard(.bookworm)
        let words = plain.words + wifi(plain)
        let refused = try FinishedProgram.run(
            Repository.file("Deploy/flash"), words, environment: ["LC_ALL": "C"], seconds: 300)
        #expect(refused.errorOutput.contains("in which country is the Wi-Fi?"))
        #expect(!plain.has("rue"))
        let guessed = try FinishedProgram.run(
            Repository.file("Deploy/flash"), words, environment: ["LC_ALL": "de_AT.UTF-8"],
            seconds: 300)
        #expect(guessed.output.contains("taken to be in AT (--country CC"), "\(guessed.output)")
        #expect(try plain.text("cmdline.txt").contains("cfg80211.ieee80211_regdom=AT"))
    }

    /// As cloud-init's YAML reads it back.
    @Test(arguments: [
        "~", "yes", "12", "-x", "0x1f", "*a", "&a", "<<", "a: b", "a #b", " a ", "it's", "a\\b",
        "\\\"",
        "$HOME",
        "%d", "😀", "a\tb", "a\u{7F}b", "a\u{85}b", "a\u{2028}b", "\u{FEFF}a",
    ])
    func networkConfig_getsANameOfAnyCharacters(name: String) throws {
        let card = try ScratchCard(.trixie)
        let flashed = try card.flash(card.words + card.wifi + ["--wifi", name])
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        let script = """
            import sys, yaml
            points = yaml.safe_load(open(sys.argv[1]))["network"]["wifis"]["wlan0"]["access-points"]
            sys.exit(list(points) != [sys.argv[2]])
            """
        let read = try FinishedProgram.run(
            "/usr/bin/python3", ["-c", script, card.boot + "/network-config", name])
        #expect(read.status == .exited(0), "\(read.errorOutput)")
    }

    @Test(arguments: [
        // There already, in each of the ways to say it.
        ("dtparam=i2c_arm=on\n", "dtparam=i2c_arm=on\n"),
        ("dtparam=i2c=on\n", "dtparam=i2c=on\n"),
        ("[all]\ndtparam=audio=on,i2c_arm\n", "[all]\ndtparam=audio=on,i2c_arm\n"),
        // Not there for every Pi.
        ("[pi4]\ndtparam=i2c_arm=on\n", "[pi4]\ndtparam=i2c_arm=on\n[all]\n@"),
        ("#dtparam=i2c_arm=on\n", "#dtparam=i2c_arm=on\n@"),
        ("dtparam=i2c_arm=on\ndtparam=i2c_arm=off\n", "dtparam=i2c_arm=on\ndtparam=i2c_arm=off\n@"),
        ("x=1", "x=1\n@"),
        ("x=1\r\n", "x=1\r\n@"),
    ])
    func configTXT_getsWhatIsMissing(before: String, after: String) throws {
        let card = try ScratchCard(.trixie)
        try card.write(before, to: "config.txt")
        #expect(try card.flash(card.words).status == .exited(0))
        let end = before.contains("\r\n") ? "\r\n" : "\n"
        let block = ["# Rue: for the sensors of this node", "dtparam=i2c_arm=on", "# Rue: end", ""]
        let expected = after.replacingOccurrences(of: "@", with: block.joined(separator: end))
        #expect(try card.text("config.txt") == expected)
        let again = try card.flash(card.words)
        #expect(again.output.contains("nothing was written"))
    }
}
