import Foundation
import RueTestSupport

/// An image of a small card: a master boot record, and a FAT partition with a fixture in it, made with
/// Debian's dosfstools and mtools.
struct ScratchImage {
    static let offset = 4 << 20

    let card: ScratchCard
    let path: String

    // The size is the boot partition's; FAT32 needs 33 at least.
    init(_ kind: ScratchCard.Kind, megabytes: Int = 40) throws {
        card = try ScratchCard(kind)
        path = card.folder.file("in.img")
        let sectors = megabytes << 11
        var record = [UInt8](repeating: 0, count: 512)
        Self.enter(0, type: 0x0C, start: Self.offset >> 9, count: sectors, into: &record)
        Self.enter(1, type: 0x83, start: Self.offset >> 9 + sectors, count: 2048, into: &record)
        record[510] = 0x55
        record[511] = 0xAA
        try card.folder.write(record, to: "in.img")
        let script = """
            truncate -s $((\(Self.offset) + (\(sectors) + 2048) * 512)) "$1"
            /usr/sbin/mkfs.vfat -F 32 -s 1 --offset \(Self.offset >> 9) "$1" $((\(sectors) / 2))
            mcopy -s -i "$1@@\(Self.offset)" "$2"/* ::/
            """
        let made = try FinishedProgram.run("bash", ["-ec", script, "test", path, card.boot])
        guard made.status == .exited(0) else { throw ImageError(said: made.errorOutput) }
    }

    /// Why an image could not be made or read.
    struct ImageError: Error {
        let said: String
    }

    private static func enter(
        _ number: Int, type: UInt8, start: Int, count: Int, into record: inout [UInt8]
    ) {
        let entry = 446 + 16 * number
        record[entry + 4] = type
        for byte in 0..<4 {
            record[entry + 8 + byte] = UInt8(truncatingIfNeeded: start >> (8 * byte))
            record[entry + 12 + byte] = UInt8(truncatingIfNeeded: count >> (8 * byte))
        }
    }

    /// All files of the FAT partition of an image, by name, as base64.
    static func files(of image: String) throws -> [String: String] {
        let folder = try ScratchFolder()
        let copied = try FinishedProgram.run(
            "mcopy", ["-s", "-n", "-i", "\(image)@@\(offset)", "::/", folder.path])
        guard copied.status == .exited(0) else { throw ImageError(said: copied.errorOutput) }
        return try contents(of: folder.path)
    }

    /// All files of a folder, by name, as base64.
    static func contents(of folder: String) throws -> [String: String] {
        try tree(folder).compactMapValues { $0.split(separator: " ").last.map { String($0) } }
            .filter { $0.value != "folder" }
    }

    /// Puts a file of that many bytes beside the others.
    func fill(megabytes: Int) throws {
        try card.folder.write([UInt8](repeating: 7, count: megabytes << 20), to: "ballast")
        let filled = try FinishedProgram.run(
            "mcopy", ["-i", "\(path)@@\(Self.offset)", card.folder.file("ballast"), "::/"])
        guard filled.status == .exited(0) else { throw ImageError(said: filled.errorOutput) }
    }
}
