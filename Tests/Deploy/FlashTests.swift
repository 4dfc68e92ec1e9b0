import Foundation
import RueTestSupport
import Testing

private let command =
    "\"test ! -e /boot/firmware/rue/install.sh || sh /boot/firmware/rue/install.sh\""
private let runsOnce =
    " systemd.run=/boot/firmware/rue/firstrun.sh systemd.run_success_action=reboot "
    + "systemd.unit=kernel-command-line.target"

/// The key of WPA2 for the network "upstairs" and the password "correct horse".
private let key = "44051b329a242b54301a71c7ecd9467e18bb466f96d06db13d06a64b03c40544"

@Suite struct FlashTests {
    // MARK: What a card gets

    @Test(arguments: ScratchCard.Kind.allCases)
    func aCard_getsAFolderWithEverythingThatIsInstalled(kind: ScratchCard.Kind) throws {
        let card = try ScratchCard(kind)
        let flashed = try card.flash(card.words)
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        let sums = try FinishedProgram.run(
            "sh", ["-c", "cd \"$1/rue\" && sha256sum -c SHA256SUMS", "sh", card.boot])
        #expect(sums.status == .exited(0))
        #expect(
            sums.lines.map { String($0.prefix { $0 != ":" }) } == [
                "40-rue-agent.rules", "firstrun.sh", "install.sh", "link", "modules", "node.yaml",
                "powersave.conf", "rue-agent", "rue-agent.service", "rue-agent.sysusers",
                "rue-card.service",
            ])
        #expect(try card.text("rue/link") == Link.good + "\n")
        #expect(try card.text("rue/modules") == "i2c-dev\n")
        #expect(
            try card.folder.read("boot/rue/rue-agent") == StandIn.program(for: .arm))
        #expect(
            try card.text("rue/node.yaml")
                == String(contentsOfFile: Repository.file("Devices/kitchen.yaml"), encoding: .utf8))
        #expect(
            try card.text("config.txt").hasSuffix(
                "# Rue: for the sensors of this node\ndtparam=i2c_arm=on\n# Rue: end\n"))
        #expect(flashed.output.contains(kind.hasCloudInit ? "cloud-init" : "first run"))
    }

    @Test(arguments: ScratchCard.Kind.allCases)
    func everyByteThatWasThere_isStillThere(kind: ScratchCard.Kind) throws {
        let card = try ScratchCard(kind)
        #expect(try card.flash(card.words + card.wifi).status == .exited(0))
        let changed = try FinishedProgram.run("diff", ["-r", kind.path, card.boot]).lines
            .filter { $0.hasPrefix("< ") }
        // Of lines, only the one of the kernel is another, and the password of the same network.
        let expected = changed.allSatisfy {
            $0.hasPrefix("< console=serial0") || $0.contains("password: \"0011")
        }
        #expect(expected, "\(changed)")
        let before = try String(contentsOfFile: kind.path + "/cmdline.txt", encoding: .utf8)
        let words = before.split(separator: " ").map { $0.trimmingCharacters(in: .newlines) }
        let now = try card.text("cmdline.txt")
        #expect(words.allSatisfy { now.contains($0) })
        #expect(now.filter { $0 == "\n" }.count == 1 && now.hasSuffix("\n"))
        #expect(now.contains(" cfg80211.ieee80211_regdom=AT"))
    }

    @Test(arguments: ScratchCard.Kind.allCases)
    func aSecondRun_writesNothing(kind: ScratchCard.Kind) throws {
        let card = try ScratchCard(kind)
        try card.flash(card.words + card.wifi)
        let before = try tree(card.boot)
        let again = try card.flash(card.words + card.wifi)
        #expect(again.output.contains("has all of it already; nothing was written"))
        // The network of the first run stays without being named again.
        #expect(try card.flash(card.words).output.contains("nothing was written"))
        #expect(try tree(card.boot) == before)
    }

    @Test(arguments: ScratchCard.Kind.allCases)
    func aDryRun_showsEachFile_hidesSecrets_andWritesNothing(kind: ScratchCard.Kind) throws {
        let card = try ScratchCard(kind)
        let before = try tree(card.boot)
        let shown = try card.flash(card.words + card.wifi + ["--dry-run"])
        #expect(shown.status == .exited(0))
        #expect(try tree(card.boot) == before)
        #expect(shown.output.hasSuffix("Nothing was written.\n"))
        #expect(shown.lines.contains("+dtparam=i2c_arm=on"))
        #expect(shown.lines.contains("+++ b/rue/install.sh"))
        #expect(shown.lines.contains("+++ rue/rue-agent: 4,096 bytes"))
        #expect(shown.lines.contains("+rue://192.0.2.7:8443/e#1.AAAAAAAAAAA.(secret)"))
        #expect(shown.lines.contains("+psk=(secret)"))
        #expect(!shown.output.contains(key))
        #expect(!shown.output.contains("AAAAAAAAAAAA"))
    }

    /// The lines around ours are shown, too.
    @Test(arguments: [
        "passwd: $5$salt$hidden", "password: 'it''s hidden'", #"password: "a\"hidden""#,
        #"{"plain_text_passwd": "hidden"}"#, "plain_text_passwd: hidden",
    ])
    func aDryRun_hidesThePasswordsOfOthers(line: String) throws {
        let card = try ScratchCard(.trixie)
        try card.write("#cloud-config\nusers:\n- \(line)\n", to: "user-data")
        let shown = try card.flash(card.words + ["--dry-run"])
        #expect(shown.status == .exited(0), "\(shown.errorOutput)")
        #expect(shown.output.contains("(secret)"), "\(shown.output)")
        #expect(!shown.output.contains("hidden"), "\(shown.output)")
    }

    /// Each byte counts, a space at the end as well.
    @Test func aPasswordThatIsTyped_isTakenAsItIs() throws {
        let card = try ScratchCard(.trixie)
        try card.folder.write(" correct horse \n", to: "password")
        try card.flash(card.words + card.wifi)
        let expected = try card.text("network-config")
        let other = try ScratchCard(.trixie)
        let script = """
            word=$1; shift
            printf '%s' "$word" | script -qec "$(printf '%q ' "$@")" /dev/null
            """
        let words =
            [Repository.file("Deploy/flash")] + other.words
            + ["--wifi", "upstairs", "--country", "AT"]
        let flashed = try FinishedProgram.run(
            "bash", ["-c", script, "bash", " correct horse \n"] + words, seconds: 300)
        #expect(flashed.status == .exited(0), "\(flashed.output)")
        #expect(try other.text("network-config") == expected)
    }

    /// What is renamed in a folder is on the card when the folder itself is.
    @Test func theCardsFolders_areWrittenOut_eachByItself() throws {
        let card = try ScratchCard(.trixie)
        let log = card.folder.file("calls")
        let traced = try FinishedProgram.run(
            "strace",
            ["-f", "-y", "-e", "trace=fsync,rename", "-o", log, Repository.file("Deploy/flash")]
                + card.words, seconds: 300)
        #expect(traced.status == .exited(0), "\(traced.errorOutput)")
        let calls = String(decoding: try card.folder.read("calls"), as: UTF8.self)
            .split(separator: "\n")
        let last = try #require(calls.lastIndex { $0.contains(" rename(") })
        for folder in [card.boot, card.boot + "/rue"] {
            #expect(calls[last...].contains { $0.contains("fsync(") && $0.contains("<\(folder)>") })
        }
    }

    @Test func anotherDescription_andLink_replaceTheOnesBefore() throws {
        let card = try ScratchCard(.trixie)
        try card.flash(card.words)
        let other = [
            "--node", "kitchen", "--device", Repository.file("Devices/freezer.yaml"), "--agent",
            card.folder.file("rue-agent"), "--host-agent", Product.path("rue-agent"), "--link",
            Link.other, "--boot", card.boot,
        ]
        #expect(try card.flash(other).status == .exited(0))
        let fresh = try ScratchCard(.trixie)
        try fresh.flash(other.map { $0 == card.boot ? fresh.boot : $0 })
        #expect(try tree(card.boot) == tree(fresh.boot))
        #expect(try card.text("config.txt").contains("dtoverlay=w1-gpio,gpiopin=4\n"))
        #expect(try !card.text("config.txt").contains("\ndtparam=i2c_arm=on"))
        #expect(!card.has("rue/modules"))
    }

    @Test func theProgram_mayComeFromADebianPackage() throws {
        let card = try ScratchCard(.trixie)
        let script = """
            mkdir -p "$1/deb/DEBIAN" "$1/deb/usr/bin" && chmod 755 "$1/deb/DEBIAN"
            cp "$1/rue-agent" "$1/deb/usr/bin"
            printf '%s\n' 'Package: rue-agent' 'Version: 1' 'Architecture: armhf' \
                'Maintainer: Nobody <nobody@example.invalid>' 'Description: a stand-in' \
                >"$1/deb/DEBIAN/control"
            dpkg-deb --build "$1/deb" "$1/rue-agent_1_armhf.deb"
            """
        let made = try FinishedProgram.run("bash", ["-ec", script, "test", card.folder.path])
        #expect(made.status == .exited(0), "\(made.errorOutput)")
        let words = card.words.map {
            $0 == card.folder.file("rue-agent") ? card.folder.file("rue-agent_1_armhf.deb") : $0
        }
        let flashed = try card.flash(words)
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        #expect(try card.folder.read("boot/rue/rue-agent") == StandIn.program(for: .arm))
        try card.folder.write("nonsense", to: "rue-agent_1_armhf.deb")
        #expect(try card.flash(words).errorOutput.contains("no package with a rue-agent in it"))
    }

    /// On a machine without mtools, and without a network to fetch it from.
    @Test func aMountedCard_needsNoMtools() throws {
        let card = try ScratchCard(.trixie)
        // Written by the shell: a program that this process still holds open cannot be started.
        let script = #"""
            mkdir "$1/bin" && cd "$1/bin" && shift
            printf '%s\n' '#!/bin/sh' 'case "$*" in *mtools*) exit 1 ;; esac' \
                'exec /usr/bin/dpkg-query "$@"' >dpkg-query
            printf '%s\n' '#!/bin/sh' 'exit 100' >apt-get
            chmod 755 ./* && PATH=$PWD:$PATH exec "$@"
            """#
        let flashed = try FinishedProgram.run(
            "bash",
            ["-ec", script, "bash", card.folder.path, Repository.file("Deploy/flash")] + card.words,
            seconds: 300)
        #expect(flashed.status == .exited(0), "\(flashed.output)\(flashed.errorOutput)")
    }

    @Test func withoutALink_anEnrolledNodesCardHasNone() throws {
        let card = try ScratchCard(.trixie)
        try card.flash(card.words)
        let flashed = try card.flash(card.common + ["--enrolled", "--boot", card.boot])
        #expect(flashed.status == .exited(0))
        #expect(!card.has("rue/link"))
        #expect(try !card.text("rue/SHA256SUMS").contains("link"))
    }

    // MARK: Debian 13

    @Test func userData_asShipped_getsOurCommandAtItsEnd() throws {
        let card = try ScratchCard(.trixie)
        let before = try card.text("user-data")
        try card.flash(card.words)
        #expect(try card.text("user-data") == before + "bootcmd:\n  - \(command)\n")
    }

    @Test func userData_ofTheImager_getsOneEntryMore_withItsLineEnds() throws {
        let card = try ScratchCard(.trixieImager)
        let before = try card.text("user-data")
        try card.flash(card.words)
        let entry = "  echo \"hello: world\"\r\n"
        #expect(before.contains(entry + "\r\n# the end"))
        #expect(
            try card.text("user-data")
                == before.replacingOccurrences(
                    of: entry, with: entry + "bootcmd:\r\n  - \(command)\r\n"))
    }

    @Test(arguments: [ScratchCard.Kind.trixie, .trixieImager])
    func userData_isGoodInTheEyesOfCloudInit(kind: ScratchCard.Kind) throws {
        let card = try ScratchCard(kind)
        try card.flash(card.words)
        let judged = try schema(card.boot + "/user-data")
        #expect(judged.status == .exited(0), "\(judged.output)\(judged.errorOutput)")
        // It does see what is wrong.
        try card.write("#cloud-config\nbootcmd: 3\n", to: "user-data")
        #expect(try schema(card.boot + "/user-data").status == .exited(1))
    }

    private func schema(_ file: String) throws -> FinishedProgram {
        try FinishedProgram.run(
            "/usr/bin/python3",
            [Repository.judge("usr/bin/cloud-init"), "schema", "--config-file", file],
            environment: Repository.pythonOfJudges)
    }

    @Test func networkConfig_asShipped_getsTheNetwork() throws {
        let card = try ScratchCard(.trixie)
        let before = try card.text("network-config")
        try card.flash(card.words + card.wifi)
        #expect(
            try card.text("network-config") == before + """
                network:
                  version: 2
                  wifis:
                    wlan0:
                      dhcp4: true
                      optional: true
                      regulatory-domain: "AT"
                      access-points:
                        upstairs:
                          password: "\(key)"

                """)
    }

    @Test func networkConfig_withThatNetwork_getsTheNewPassword_andNothingElse() throws {
        let card = try ScratchCard(.trixieImager)
        let before = try card.text("network-config")
        try card.flash(card.words + card.wifi)
        let old = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
        #expect(before.contains(old))
        #expect(
            try card.text("network-config") == before.replacingOccurrences(of: old, with: key))
    }

    // MARK: Debian 12

    @Test func cmdline_runsOurScriptOnce() throws {
        let card = try ScratchCard(.bookworm)
        let before = try card.text("cmdline.txt").trimmingCharacters(in: .newlines)
        try card.flash(card.words)
        #expect(try card.text("cmdline.txt") == before + runsOnce + "\n")
        try card.flash(card.words + card.wifi)
        #expect(
            try card.text("cmdline.txt")
                == before + " cfg80211.ieee80211_regdom=AT" + runsOnce + "\n")
    }

    @Test func theImagersScript_staysWhatRuns_andCallsOurs() throws {
        let card = try ScratchCard(.bookwormImager)
        let line = try card.text("cmdline.txt")
        let script = try card.text("firstrun.sh")
        try card.flash(card.words)
        #expect(try card.text("cmdline.txt") == line)
        let call = """
            # Rue: install this node
            sh /boot/firmware/rue/install.sh --no-start || true
            # Rue: end

            """
        let first = "#!/bin/bash\n"
        #expect(try card.text("firstrun.sh") == first + call + script.dropFirst(first.count))
    }

    /// The script takes its words out of the line, and no other; then the machine starts as usual.
    @Test func firstRun_takesItsWordsOutOfTheLine() throws {
        let card = try ScratchCard(.bookworm)
        let before = try card.text("cmdline.txt")
        try card.flash(card.words)
        // Installing on this machine is not what is tested.
        try card.write("exit 1\n", to: "rue/install.sh")
        let run = try FinishedProgram.run("sh", [card.boot + "/rue/firstrun.sh"])
        #expect(run.status == .exited(0), "\(run.errorOutput)")
        #expect(try card.text("cmdline.txt") == before)
        #expect(!card.has("cmdline.new"))
    }
}
