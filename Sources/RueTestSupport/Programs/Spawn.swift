import Foundation
import Glibc

/// posix_spawn(3), with the few settings that tests need.
enum Spawn {
    private static let lock = NSLock()

    /// Starts a program; the descriptors returned are the read ends of its two outputs.
    static func start(
        _ path: String, arguments: [String], environment: [String]
    ) throws -> (process: Int32, output: Int32, error: Int32) {
        try lock.withLock {
            let output = try Pipe()
            let error = try Pipe()
            defer {
                close(output.writeEnd)
                close(error.writeEnd)
            }
            let process = try start(
                path, arguments: arguments, environment: environment, output: output.writeEnd,
                error: error.writeEnd)
            return (process, output.readEnd, error.readEnd)
        }
    }

    private static func start(
        _ path: String, arguments: [String], environment: [String], output: Int32, error: Int32
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, error, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        resetSignals(&attributes)

        var process: Int32 = 0
        let result = withCStrings([path] + arguments) { argv in
            withCStrings(environment) { envp in
                posix_spawnp(&process, path, &actions, &attributes, argv, envp)
            }
        }
        guard result == 0 else { throw ProgramError.cannotStart(path, errno: result) }
        return process
    }

    /// The child starts with no signal blocked and none ignored, whatever the test runner does.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, flags)
    }

    private static func withCStrings<R>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
    ) -> R {
        var pointers = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
            return body(base)
        }
    }
}
