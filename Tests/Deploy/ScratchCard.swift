import Foundation
import RueTestSupport

/// A boot partition for one test: a folder with a copy of a fixture, and what flashing it needs.
struct ScratchCard {
    /// The fixtures, each a kind of card.
    enum Kind: String, CaseIterable {
        case trixie
        case trixieImager = "trixie-imager"
        case bookworm
        case bookwormImager = "bookworm-imager"

        var hasCloudInit: Bool { self == .trixie || self == .trixieImager }

        var path: String { Repository.file("Tests/Deploy/Fixtures/" + rawValue) }
    }

    let folder: ScratchFolder
    let boot: String

    init(_ kind: Kind) throws {
        folder = try ScratchFolder()
        boot = folder.file("boot")
        try FileManager.default.copyItem(atPath: kind.path, toPath: boot)
        try folder.write(StandIn.program(for: .arm), to: "rue-agent")
        try folder.write("correct horse\n", to: "password")
    }

    /// The words of a call that prepares the card for a kitchen.
    var words: [String] { common + ["--link", Link.good, "--boot", boot] }

    /// The words without a link and a card.
    var common: [String] {
        [
            "--node", "kitchen", "--agent", folder.file("rue-agent"), "--host-agent",
            Product.path("rue-agent"),
        ]
    }

    var wifi: [String] {
        ["--wifi", "upstairs", "--wifi-password-file", folder.file("password"), "--country", "AT"]
    }

    /// Calls `Deploy/flash`.
    @discardableResult
    func flash(_ words: [String]) throws -> FinishedProgram {
        try FinishedProgram.run(Repository.file("Deploy/flash"), words, seconds: 300)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try folder.read("boot/" + name), as: UTF8.self)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: boot + "/" + name))
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: boot + "/" + name) }
}

/// Everything below a folder: path, mode, content or target of a link.
func tree(_ path: String, without: Set<String> = []) throws -> [String: String] {
    var found: [String: String] = [:]
    let manager = FileManager.default
    for name in try manager.subpathsOfDirectory(atPath: path) where !without.contains(name) {
        let full = path + "/" + name
        let attributes = try manager.attributesOfItem(atPath: full)
        let mode = String((attributes[.posixPermissions] as? Int) ?? 0, radix: 8)
        switch attributes[.type] as? FileAttributeType {
        case .typeSymbolicLink?:
            found[name] = "-> " + (try manager.destinationOfSymbolicLink(atPath: full))
        case .typeDirectory?: found[name] = "\(mode) folder"
        default:
            let content = try Data(contentsOf: URL(fileURLWithPath: full))
            found[name] = "\(mode) \(content.base64EncodedString())"
        }
    }
    return found
}
