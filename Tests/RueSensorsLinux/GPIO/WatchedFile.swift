import Foundation
import Testing

/// A file that is neither a bus nor a chip, and how many descriptors of this process are open on it.
/// Other tests run at the same time, so that the descriptors of the process cannot be counted as such.
struct WatchedFile: ~Copyable {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "/rue-watched-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        close(descriptor)
        path = try #require(
            template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } })
    }

    deinit { unlink(path) }

    var descriptorCount: Int {
        get throws {
            let file = try identity(of: path)
            return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
                .compactMap { Int32($0) }
                .count { descriptor in
                    var info = stat()
                    // One of another test may be closed by now.
                    return fstat(descriptor, &info) == 0 && info.st_dev == file.device
                        && info.st_ino == file.number
                }
        }
    }

    private func identity(of path: String) throws -> (device: dev_t, number: ino_t) {
        var info = stat()
        try #require(stat(path, &info) == 0)
        return (info.st_dev, info.st_ino)
    }
}

@Suite struct WatchedFileTests {
    @Test func descriptorCount_ofAnOpenFile_countsIt() throws {
        let file = try WatchedFile()
        #expect(try file.descriptorCount == 0)
        let first = open(file.path, O_RDONLY)
        let second = open(file.path, O_RDONLY)
        #expect(try file.descriptorCount == 2)
        close(first)
        close(second)
        #expect(try file.descriptorCount == 0)
    }
}
