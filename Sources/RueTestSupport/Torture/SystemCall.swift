import Foundation

/// One call of a program into the system, at which strace(1) kills it: before the call is made.
///
/// strace counts each kind of call of each thread by itself: the first thread whose call has the
/// number is the one that dies, and all of its program with it.
public struct SystemCall: Hashable, Sendable, CustomStringConvertible {
    /// Which call.
    public let name: String
    /// The how manieth of its kind in one thread, from 1.
    public let number: Int

    /// For a test's log.
    public var description: String { "\(name) \(number)" }

    /// The calls by which a program changes what is kept, or tells another program something.
    public static let telling = [
        "write", "writev", "pwrite64", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate",
        "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "sendto",
        "sendmsg",
    ]

    /// What a traced program's environment needs: the leak sanitizer is a tracer itself, and fails
    /// under another.
    public static let environment = ["ASAN_OPTIONS": "detect_leaks=0"]

    /// The options of a strace that kills a program at the call.
    public var killing: [String] {
        ["--quiet=all", "--trace=\(name)", "--inject=\(name):signal=SIGKILL:when=\(number)"]
    }

    /// The options of a strace that notes a program's calls.
    ///
    /// - Parameter path: where.
    /// - Returns: the options.
    public static func noting(in path: String) -> [String] {
        // The question mark: not every processor's Linux has every one of them.
        ["--quiet=all", "-o", path, "--trace=" + telling.map { "?" + $0 }.joined(separator: ",")]
    }

    /// Every call of a run that was noted.
    ///
    /// - Parameter path: where it was.
    /// - Returns: each kind of call, from 1 to the greatest number that a thread reached.
    /// - Throws: what the file system says.
    public static func noted(in path: String) throws -> [SystemCall] {
        var counts: [String: [Substring: Int]] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard words.count == 2, let end = words[1].firstIndex(of: "(") else { continue }
            let name = String(words[1][..<end].drop { $0 == " " })
            guard telling.contains(name) else { continue }
            counts[name, default: [:]][words[0], default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.flatMap { name, threads in
            (0..<(threads.values.max() ?? 0)).map { SystemCall(name: name, number: $0 + 1) }
        }
    }
}
