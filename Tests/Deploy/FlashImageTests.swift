import Foundation
import RueTestSupport
import Testing

@Suite struct FlashImageTests {
    private func words(_ image: ScratchImage, _ source: String? = nil) -> [String] {
        let card = image.card
        return card.common + ["--link", Link.good]
            + ["--image", source ?? image.path, card.folder.file("out.img")]
    }

    /// Called on an image, it does what it does to a folder.
    @Test(arguments: ScratchCard.Kind.allCases)
    func anImage_getsTheFilesThatAFolderGets_andStaysItself(kind: ScratchCard.Kind) throws {
        let image = try ScratchImage(kind)
        let before = try image.card.folder.read("in.img")
        let flashed = try image.card.flash(words(image) + image.card.wifi)
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        #expect(try image.card.folder.read("in.img") == before)
        try image.card.flash(image.card.words + image.card.wifi)
        let files = try ScratchImage.files(of: image.card.folder.file("out.img"))
        #expect(try files == ScratchImage.contents(of: image.card.boot))
        // All that is not the boot partition is the same.
        let after = try image.card.folder.read("out.img")
        #expect(after.count == before.count)
        #expect(after[..<ScratchImage.offset] == before[..<ScratchImage.offset])
        #expect(after.suffix(1 << 20) == before.suffix(1 << 20))
        let names = try FileManager.default.contentsOfDirectory(atPath: image.card.folder.path)
        #expect(names.sorted() == ["boot", "in.img", "out.img", "password", "rue-agent"])
    }

    /// mtools makes capitals of short names when it renames.
    @Test func namesInAnImage_areWrittenSmall() throws {
        let image = try ScratchImage(.trixie)
        try image.card.flash(words(image))
        let listed = try FinishedProgram.run(
            "mdir",
            [
                "-b", "-i", "\(image.card.folder.file("out.img"))@@\(ScratchImage.offset)", "::/",
                "::/rue",
            ])
        #expect(listed.lines.contains("::/cmdline.txt"))
        #expect(listed.lines.contains("::/rue/install.sh"))
    }

    @Test func anImageAsDownloaded_isUnpacked() throws {
        let image = try ScratchImage(.trixie)
        try image.card.flash(words(image))
        let plain = try image.card.folder.read("out.img")
        try FileManager.default.removeItem(atPath: image.card.folder.file("out.img"))
        _ = try FinishedProgram.run("xz", ["-0", image.path])
        let packed = image.path + ".xz"
        let flashed = try image.card.flash(words(image, packed))
        #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        // Only the times in the folders may differ.
        let unpacked = try image.card.folder.read("out.img")
        #expect(plain.count == unpacked.count)
        let files = try ScratchImage.files(of: image.card.folder.file("out.img"))
        #expect(files["rue/link"] == Data((Link.good + "\n").utf8).base64EncodedString())
        try FileManager.default.removeItem(atPath: image.card.folder.file("out.img"))
        let half = try FinishedProgram.run("truncate", ["-s", "3000", packed])
        #expect(half.status == .exited(0))
        try refused(image, words(image, packed), "is damaged, or not all of it is there")
    }

    @Test func aDryRun_makesNoImage() throws {
        let image = try ScratchImage(.bookworm)
        let shown = try image.card.flash(words(image) + ["--dry-run"])
        #expect(shown.status == .exited(0))
        #expect(shown.output.contains("systemd.run=/boot/firmware/rue/firstrun.sh"))
        #expect(!FileManager.default.fileExists(atPath: image.card.folder.file("out.img")))
    }

    private func refused(
        _ image: ScratchImage, _ words: [String], _ told: String,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: image.card.folder.path)
        let flashed = try image.card.flash(words)
        #expect(flashed.status == .exited(1), sourceLocation: location)
        #expect(
            flashed.errorOutput.contains(told), "\(flashed.errorOutput)", sourceLocation: location)
        #expect(!flashed.errorOutput.contains("Traceback"), sourceLocation: location)
        let after = try FileManager.default.contentsOfDirectory(atPath: image.card.folder.path)
        #expect(before.sorted() == after.sorted(), sourceLocation: location)
    }

    @Test func anImageThatIsMissing_orAResultThatIsThere_isRefused() throws {
        let image = try ScratchImage(.trixie)
        try refused(image, words(image, "/nowhere.img"), "there is no image /nowhere.img: download")
        try image.card.folder.write("mine", to: "out.img")
        try refused(image, words(image), "out.img is there already")
        #expect(try image.card.folder.read("out.img") == Array("mine".utf8))
        let far =
            image.card.common + ["--link", Link.good, "--image", image.path, "/nowhere/o.img"]
        try refused(image, far, "there is no folder /nowhere")
    }

    @Test func aFullBootPartition_isRefused() throws {
        let image = try ScratchImage(.trixie)
        try image.fill(megabytes: 39)
        try refused(image, words(image), "MB are needed: nothing was written")
    }

    @Test func whatIsNoImage_isRefused() throws {
        let image = try ScratchImage(.trixie)
        let folder = image.card.folder
        try folder.write([UInt8](repeating: 0, count: 4096), to: "zeros")
        try refused(image, words(image, folder.file("zeros")), "has no partition table")
        try folder.write(Array("PK\u{3}\u{4}....".utf8), to: "packed")
        try refused(image, words(image, folder.file("packed")), "is a zip archive: unpack it first")
        var record = Array(try folder.read("in.img").prefix(5 << 20))
        record[450] = 0xEE
        try folder.write(record, to: "gpt")
        try refused(image, words(image, folder.file("gpt")), "has a GPT partition table")
        record[450] = 0x83
        try folder.write(record, to: "linux")
        try refused(image, words(image, folder.file("linux")), "has no FAT partition")
        try folder.write(Array(record.prefix(2 << 20)).with(0x0C, at: 450), to: "cut")
        try refused(image, words(image, folder.file("cut")), "is damaged, or cut off")
    }

    /// The boot partition is there, and of the other one only a part.
    @Test func anImageThatIsNotAllThere_isRefused() throws {
        let image = try ScratchImage(.trixie)
        let cut = try FinishedProgram.run("truncate", ["--size=-512K", image.path])
        #expect(cut.status == .exited(0))
        try refused(image, words(image), "in.img the last 0.5 MB are missing")
    }

    @Test func anImageOfAnyName_isUsed() throws {
        let image = try ScratchImage(.trixie)
        let odd = image.card.folder.file("an @@ image's.img")
        try FileManager.default.moveItem(atPath: image.path, toPath: odd)
        for words in [words(image, odd) + ["--dry-run"], words(image, odd)] {
            let flashed = try image.card.flash(words)
            #expect(flashed.status == .exited(0), "\(flashed.errorOutput)")
        }
    }

    /// Of the image only what is not empty is copied, and the program needs more than is left then.
    @Test func aDiskWithoutRoomForTheResult_isToldOf_andLeftEmpty() throws {
        let image = try ScratchImage(.trixie)
        try image.card.folder.write(StandIn.program(for: .arm, bytes: 3_000_000), to: "rue-agent")
        try refusedOnASmallDisk(image, image.path, "there is no room for ")
        try image.fill(megabytes: 3)
        _ = try FinishedProgram.run("xz", ["-0", image.path])
        try refusedOnASmallDisk(image, image.path + ".xz", "cannot unpack the image to ")
    }

    /// A small tmpfs in a mount namespace of its own, which goes with the shell.
    private func refusedOnASmallDisk(
        _ image: ScratchImage, _ source: String, _ told: String,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let script = """
            mkdir -p "$1/small" && mount -t tmpfs -o size=2m none "$1/small" || exit 9
            small=$1/small; shift
            "$@" "$small/out.img"; status=$?
            [ -z "$(ls -A "$small")" ] || exit 8
            exit "$status"
            """
        let flashed = try FinishedProgram.run(
            "unshare",
            ["--map-root-user", "--mount", "bash", "-c", script, "test", image.card.folder.path]
                + [Repository.file("Deploy/flash")] + image.card.common
                + ["--link", Link.good, "--image", source], seconds: 300)
        #expect(
            flashed.status == .exited(1), "\(flashed.output)\(flashed.errorOutput)",
            sourceLocation: location)
        #expect(
            flashed.errorOutput.contains(told), "\(flashed.errorOutput)", sourceLocation: location)
    }

    @Test func aBrokenFileInAnImage_leavesNoImage() throws {
        let image = try ScratchImage(.trixie)
        let bad = try image.card.folder.write("#cloud-config\nbootcmd: [\n", to: "user-data")
        _ = try FinishedProgram.run(
            "mcopy", ["-o", "-i", "\(image.path)@@\(ScratchImage.offset)", bad, "::/user-data"])
        try refused(image, words(image), "user-data is not YAML (line 3")
    }

    // MARK: A card in a reader

    @Test func whatIsNoCard_isRefused() throws {
        let image = try ScratchImage(.trixie)
        func words(_ device: String) -> [String] {
            image.card.common + ["--link", Link.good, "--card", device]
        }
        try refused(image, words(image.path), "is no card (no block device)")
        try refused(image, words("/dev/nothing"), "No such file or directory")
        try refused(image, words("/dev/null"), "is no card (no block device)")
    }

    /// Whether this machine has loop devices to spare, which stand for a card in a reader.
    private static let hasLoopDevices: Bool = {
        let found = try? FinishedProgram.run("losetup", ["--find"])
        return getuid() == 0 && found?.status == .exited(0)
    }()

    /// With a terminal that types one word when it is asked.
    private func flashCard(
        _ image: ScratchImage, answering word: String, attachedWith option: String = "--show"
    ) throws -> FinishedProgram {
        let words = [Repository.file("Deploy/flash")] + image.card.common + ["--link", Link.good]
        let script = """
            device=$(losetup "$1" --find --show "$2"); word=$3; shift 3
            trap 'losetup --detach "$device"' EXIT
            [ -b "$device" ] || exit 9
            echo "$word" | script -qec "$(printf '%q ' "$@" --card "$device")" /dev/null
            """
        return try FinishedProgram.run(
            "bash", ["-c", script, "test", option, image.path, word] + words, seconds: 300)
    }

    @Test(.enabled(if: hasLoopDevices))
    func whatCannotBeDoneToACard_isToldBeforeAnythingIsAsked() throws {
        let image = try ScratchImage(.trixie)
        #expect(try flashCard(image, answering: "yes").status == .exited(0))
        let again = try flashCard(image, answering: "no")
        #expect(again.output.contains("has all of it already"), "\(again.output)")
        let locked = try flashCard(image, answering: "yes", attachedWith: "--read-only")
        #expect(locked.output.contains("is read-only: is the lock"), "\(locked.output)")
        try image.card.folder.write([UInt8](repeating: 0, count: 1 << 20), to: "in.img")
        let empty = try flashCard(image, answering: "yes")
        #expect(empty.output.contains("has no partition table"), "\(empty.output)")
        for flashed in [again, locked, empty] { #expect(!flashed.output.contains("Type yes")) }
    }

    @Test(.enabled(if: hasLoopDevices))
    func aCard_isNamedAndAskedFor_andOnlyWrittenToAfterAYes() throws {
        let image = try ScratchImage(.trixie)
        let before = try ScratchImage.files(of: image.path)
        let refused = try flashCard(image, answering: "y")
        #expect(refused.status == .exited(1), "\(refused.output)")
        #expect(refused.output.contains("of unknown make, 0.0 GB, NOT removable"))
        #expect(refused.output.contains("flash: nothing was written"))
        #expect(try ScratchImage.files(of: image.path) == before)
        let flashed = try flashCard(image, answering: "yes")
        #expect(flashed.status == .exited(0), "\(flashed.output)")
        try image.card.flash(image.card.words)
        #expect(
            try ScratchImage.files(of: image.path) == ScratchImage.contents(of: image.card.boot))
    }

    @Test(.enabled(if: hasLoopDevices))
    func aCard_withoutATerminalToAskOn_isNotWrittenTo() throws {
        let image = try ScratchImage(.trixie)
        let before = try ScratchImage.files(of: image.path)
        let script = """
            device=$(losetup --find --show "$1"); shift
            trap 'losetup --detach "$device"' EXIT
            setsid --wait "$@" --card "$device"
            """
        let words = [Repository.file("Deploy/flash")] + image.card.common + ["--link", Link.good]
        let flashed = try FinishedProgram.run(
            "bash", ["-c", script, "test", image.path] + words, seconds: 300)
        #expect(flashed.status == .exited(1))
        #expect(
            flashed.errorOutput.contains("there is no terminal to ask on"),
            "\(flashed.errorOutput)")
        #expect(try ScratchImage.files(of: image.path) == before)
    }

    /// The disk that is mounted below the tests, where it is one that can be seen.
    @Test func theDiskOfThisMachine_isRefused() throws {
        let image = try ScratchImage(.trixie)
        let disk = try FinishedProgram.run("findmnt", ["-no", "SOURCE", "/"]).lines.first ?? ""
        guard FileManager.default.fileExists(atPath: disk) else { return }
        let flashed = try image.card.flash(
            image.card.common + ["--link", Link.good, "--card", disk])
        #expect(flashed.status == .exited(1))
        let told = ["the disk that this machine runs from", "is a partition: give the whole card"]
        #expect(
            told.contains { flashed.errorOutput.contains($0) }, "\(flashed.errorOutput)")
    }
}

extension [UInt8] {
    fileprivate func with(_ byte: UInt8, at index: Int) -> [UInt8] {
        var copy = self
        copy[index] = byte
        return copy
    }
}
