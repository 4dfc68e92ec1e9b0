import Foundation
import RueTestSupport
import Testing

/// A node's description of `Devices/`, with what its comments promise.
struct DeviceFile: Sendable, CustomTestStringConvertible {
    let name: String
    private let lines: [String]

    var path: String { Self.folder + "/" + name }
    var testDescription: String { name }

    private static let folder = Repository.file("Devices")

    init(_ name: String) throws {
        self.name = name
        lines = try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The repository's own files, without those that need no hardware.
    static func real() throws -> [DeviceFile] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("simulated-") }
            .map { try DeviceFile($0) }
    }

    /// What the comments say belongs into config.txt.
    var configLines: [String] { block(after: "In /boot/firmware/config.txt, and then a restart") }

    /// What the comments say `probe` prints.
    var probeLines: [String] { block(after: "'rue-agent probe'") }

    /// The indented lines that follow the paragraph in which a text stands.
    private func block(after text: String) -> [String] {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("#") && $0.contains(text) })
        else { return [] }
        return lines[start...].drop { $0 != "#" }.dropFirst()
            .prefix { $0.hasPrefix("#   ") }.map { String($0.dropFirst(4)) }
    }
}
