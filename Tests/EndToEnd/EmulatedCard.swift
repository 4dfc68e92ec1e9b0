import Foundation
import RueTestSupport
import Testing

/// A card with the system of `Deploy/image`, prepared by `Deploy/flash`, and the emulated Pi Zero W that
/// it is in.
///
/// The power goes by SIGKILL. What the guest holds in memory is lost with it, at any point between two
/// sectors; what its card has taken stays, because the host goes on. A real card may hold back or tear
/// what it has taken: that is not shown here.
final class EmulatedCard {
    /// How a Raspberry Pi OS runs something at its first start.
    enum Flavour: String, CaseIterable {
        /// Debian 12's: a script that cmdline.txt names.
        case firstRun = "first-run script"
        /// Debian 13's: three files for cloud-init on the boot partition.
        case cloudInit = "cloud-init"
    }

    private let folder: ScratchFolder
    private var pi: RunningProgram?
    private var port = 0
    private var hangs = 0
    /// What the Pi has said on its console, in all its lives.
    private(set) var consoles: [String] = []
    private var begun = Date()

    private var path: String { folder.file("card.img") }

    /// The image that `Deploy/test --full` makes, where it is to be tested.
    static var image: String? { ProcessInfo.processInfo.environment["RUE_CARD_IMAGE"] }

    private static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Deploy/" + name)
            .standardized.path
    }

    /// Prepares a card as a person would: for a node with that name, whose file holds the description
    /// besides.
    init(_ name: String, description: String, link: String, flavour: Flavour) throws {
        folder = try ScratchFolder()
        let image = try #require(Self.image)
        let blank = folder.file("blank.img")
        try Self.run("cp", "--sparse=always", image, blank)
        if flavour == .firstRun {
            let boot = blank + "@@" + String(try Self.offset(ofPartition: 0, in: blank))
            try Self.run("mdel", "-i", boot, "::user-data", "::meta-data", "::network-config")
        }
        let agent = try #require(AgentBuild.armv6()?.leadingArguments.last)
        let described = try folder.write("node: {name: \(name)}\n" + description, to: "node.yaml")
        try Self.run(
            Self.script("flash"), "--node", name, "--device", described, "--link", link, "--agent",
            agent, "--host-agent", Product.path("rue-agent"), "--image", blank, path)
        try FileManager.default.removeItem(atPath: blank)
    }

    /// Runs a program that must end well.
    @discardableResult
    private static func run(_ words: String...) throws -> FinishedProgram {
        let result = try FinishedProgram.run(words[0], Array(words.dropFirst()), seconds: 300)
        try #require(
            result.status == .exited(0), "\(words): \(result.output)\(result.errorOutput)")
        return result
    }

    // MARK: Power

    /// Switches the Pi on; what is this machine's port on the loopback is its 10.0.2.100.
    func switchOn(port: Int) throws {
        begun = Date()
        self.port = port
        try start()
    }

    private func start() throws {
        pi = try RunningProgram(Self.script("image"), ["--boot", path, String(port)])
    }

    /// Takes the power away.
    func cutPower() throws {
        let pi = try #require(self.pi)
        pi.send(SIGKILL)
        try pi.waitForEnd()
        consoles.append(pi.output + pi.errorOutput)
        self.pi = nil
    }

    /// How long it has been on, in seconds.
    var secondsOn: Double { Date().timeIntervalSince(begun) }

    /// Lets the Pi work until so many seconds after the power came.
    func work(until seconds: Double) throws {
        try wait(for: "a moment") { secondsOn >= seconds }
    }

    /// Waits, while the Pi runs, until something has happened elsewhere: `what`, for the test's log.
    func wait(
        for what: String, seconds: Double = 900, until condition: () throws -> Bool
    ) throws {
        let end = Date(timeIntervalSinceNow: seconds)
        while try !condition() {
            try #require(
                Date() < end,
                "\(what) did not come in \(seconds) s; the console's end:\n\(consoleEnd)")
            try startAgainIfItRestarts()
            // Both processors of a small machine are the Pi's and the server's.
            Thread.sleep(forTimeInterval: 0.25)
        }
    }

    /// QEMU ends when the guest restarts, so that the card is read anew, as the firmware does it.
    private func startAgainIfItRestarts() throws {
        try giveUpOnAHang()
        guard let ended = pi, !ended.isRunning else { return }
        let status = try ended.waitForEnd()
        try #require(
            status == .exited(0), "the Pi ended: \(status), \(ended.errorOutput)\n\(consoleEnd)")
        consoles.append(ended.output + ended.errorOutput)
        try start()
    }

    /// Now and then QEMU's USB keeps the kernel waiting for ever, before there is a system. A person would
    /// pull the plug, too.
    private func giveUpOnAHang() throws {
        guard secondsOn > 240, let pi, !pi.output.contains("systemd[1]: ") else { return }
        hangs += 1
        try #require(hangs <= 2, "QEMU hangs again and again:\n\(consoleEnd)")
        print("QEMU hangs, and is started again; its last words:\n\(consoleEnd)")
        try cutPower()
        try switchOn(port: port)
    }

    /// Whether it has said something on its console since it was switched on, or has started again.
    func says(_ text: String) -> Bool { pi?.output.contains(text) ?? false }

    private var consoleEnd: String {
        (pi.map { $0.output + $0.errorOutput } ?? consoles.last ?? "").split(separator: "\n")
            .suffix(60)
            .joined(separator: "\n")
    }

    // MARK: What is on it

    /// Where a partition begins, in bytes, by the table of the first sector.
    private static func offset(ofPartition index: Int, in path: String) throws -> Int {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { file.closeFile() }
        let sector = try #require(try file.read(upToCount: 512))
        let start = sector.dropFirst(446 + 16 * index + 8).prefix(4)
        return start.reversed().reduce(0) { $0 << 8 | Int($1) } * 512
    }

    /// The names of all files of the boot partition, folders before them.
    func bootFiles() throws -> [String] {
        let boot = path + "@@" + String(try Self.offset(ofPartition: 0, in: path))
        return try Self.run("mdir", "-b", "-/", "-i", boot, "::").lines.map {
            String($0.dropFirst(3))
        }
    }

    /// All bytes of the boot partition, those that belong to no file too.
    func bootPartition() throws -> Data {
        let start = try Self.offset(ofPartition: 0, in: path)
        let end = try Self.offset(ofPartition: 1, in: path)
        return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)[start..<end]
    }

    /// A copy of the folder `/var/lib/rue-agent` as a start after a loss of power would find it: the
    /// journal is replayed on a copy of the card, which itself is left as it is.
    func state() throws -> State {
        let found = try ScratchFolder()
        let root = folder.file("root.ext4")
        let start = try Self.offset(ofPartition: 1, in: path)
        try Self.run(
            "dd", "if=" + path, "of=" + root, "bs=4M", "iflag=skip_bytes", "skip=\(start)",
            "conv=sparse", "status=none")
        defer { try? FileManager.default.removeItem(atPath: root) }
        // 1: something was put right, without a question, as it is on the Pi.
        let check = try FinishedProgram.run("/sbin/e2fsck", ["-p", root], seconds: 300)
        #expect(
            check.status == .exited(0) || check.status == .exited(1),
            "\(check.output)\(check.errorOutput)")
        try Self.run("/sbin/debugfs", "-R", "rdump /var/lib/rue-agent \(found.path)", root)
        return State(folder: found)
    }

    /// What a card has of its node.
    struct State {
        fileprivate let folder: ScratchFolder

        /// The names of its files; none when there is no folder yet.
        func names() throws -> [String] {
            guard FileManager.default.fileExists(atPath: folder.file("rue-agent")) else {
                return []
            }
            return try FileManager.default.contentsOfDirectory(atPath: folder.file("rue-agent"))
        }

        /// All bytes of a file.
        func read(_ name: String) throws -> [UInt8] { try folder.read("rue-agent/" + name) }

        /// When a file was changed last, by the Pi's own clock.
        func changed(_ name: String) throws -> Date {
            let path = folder.file("rue-agent/" + name)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return try #require(attributes[.modificationDate] as? Date)
        }

        /// All batches that are committed, oldest first.
        func spooled() throws -> [KeptItem] {
            try KeptItem.spooled(in: folder.file("rue-agent"))
        }
    }
}
