import CRueSystem
import Foundation
import Glibc
import RueTestSupport
import Testing

@Suite struct FileTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func info(_ path: String) throws -> rue_file_info {
        var info = rue_file_info()
        try #require(rue_file_look(path, &info) == 0)
        return info
    }

    @Test func read_limit_isTheLargestThatIsTaken() throws {
        let path = try folder.write("12345", to: "five")
        var buffer = [UInt8](repeating: 0, count: 5)
        #expect(rue_file_read(path, &buffer, 5) == 5)
        #expect(buffer == Array("12345".utf8))
        #expect(rue_file_read(path, &buffer, 4) == -EFBIG)
        #expect(rue_file_read(folder.file("none"), &buffer, 5) == -ENOENT)
        #expect(rue_file_read(folder.path, &buffer, 5) == -EISDIR)
        #expect(rue_file_read("/proc/self/statm", &buffer, 0) == -EFBIG)
    }

    @Test func writeDurable_overAFile_replacesItWholeWithTheMode() throws {
        let path = try folder.write("a longer text than the new one", to: "kept")
        try folder.write("a leftover", to: "kept.new", permissions: 0o666)
        #expect(rue_file_write_durable(path, [1, 2, 3], 3, 0o640) == 0)
        #expect(try folder.read("kept") == [1, 2, 3])
        #expect(try info(path).mode == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kept"])
    }

    @Test func writeDurable_noFolder_failsAndLeavesNothing() {
        #expect(rue_file_write_durable(folder.file("none/x"), [1], 1, 0o600) == -ENOENT)
    }

    @Test func remove_file_isGone() throws {
        let path = try folder.write("x", to: "x")
        #expect(rue_file_remove(path) == 0)
        #expect(rue_file_remove(path) == -ENOENT)
    }

    @Test func directoryCreate_nested_makesTheLastOneForTheOwnerAlone() throws {
        let path = folder.file("var/lib/rue/")
        #expect(rue_directory_create(path) == 0)
        #expect(rue_directory_create(path) == 0)
        let made = try info(folder.file("var/lib/rue"))
        #expect(made.mode == 0o700 && made.is_directory == 1 && made.is_file == 0)
        let file = try folder.write("x", to: "file")
        #expect(rue_directory_create(file) == -ENOTDIR)
        #expect(rue_directory_create("") == -ENOENT)
    }

    @Test func lockTake_takenTwice_namesTheHolder() throws {
        let path = folder.file("lock")
        var holder: Int64 = -1
        let first = rue_lock_take(path, &holder)
        #expect(first >= 0 && holder == 0)
        #expect(rue_lock_take(path, &holder) == -EWOULDBLOCK)
        #expect(holder == rue_process_id())
        rue_close(first)
        let second = rue_lock_take(path, &holder)
        #expect(second >= 0)
        rue_close(second)
    }

    @Test func diskFree_folder_isSomething() {
        var bytes: UInt64 = 0
        #expect(rue_disk_free_bytes(folder.path, &bytes) == 0)
        #expect(bytes > 0)
        #expect(rue_disk_free_bytes(folder.file("none"), &bytes) == -ENOENT)
    }
}
