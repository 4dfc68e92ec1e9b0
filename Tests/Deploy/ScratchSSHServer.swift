import Foundation
import Glibc
import RueTestSupport

/// A real ssh server for one test, on a port of its own of the loopback, with keys of its own. It lets in
/// who runs the tests.
final class ScratchSSHServer {
    let folder: ScratchFolder
    let port: Int
    private let server: RunningProgram

    // The greeting is what the shell there says before each command, as printf takes it.
    init(greeting: String? = nil) throws {
        folder = try ScratchFolder()
        for name in ["host", "me"] {
            _ = try FinishedProgram.run(
                "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder.file(name)])
        }
        port = try Self.freePort()
        try folder.write(
            """
            ListenAddress 127.0.0.1
            Port \(port)
            HostKey \(folder.file("host"))
            AuthorizedKeysFile \(folder.file("me.pub"))
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PidFile none
            PermitRootLogin yes
            \(greeting.map(Self.greet) ?? "")

            """, to: "sshd_config")
        server = try Self.start(folder)
        try server.waitForLine(containing: "Server listening on 127.0.0.1")
    }

    deinit { server.send(SIGTERM) }

    /// As root it wants a user and a folder of its own, which it gets in a mount namespace of its own.
    private static func start(_ folder: ScratchFolder) throws -> RunningProgram {
        let libraries = try FileManager.default.contentsOfDirectory(
            atPath: Repository.judge("usr/lib")
        ).filter { $0.hasSuffix("-linux-gnu") }.map { Repository.judge("usr/lib/" + $0) }
        let environment = ["LD_LIBRARY_PATH": libraries.joined(separator: ":")]
        let words = [
            Repository.judge("usr/sbin/sshd"), "-D", "-e", "-f", folder.file("sshd_config"),
        ]
        if getuid() != 0 {
            return try RunningProgram(words[0], Array(words.dropFirst()), environment: environment)
        }
        let users = try String(contentsOfFile: "/etc/passwd", encoding: .utf8)
        try folder.write(
            users + "sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n", to: "passwd",
            permissions: 0o644)
        let script = """
            mount -t tmpfs none /run && mkdir /run/sshd && mount --bind "$1" /etc/passwd && shift
            exec "$@"
            """
        return try RunningProgram(
            "unshare", ["--mount", "sh", "-ec", script, "sh", folder.file("passwd")] + words,
            environment: environment)
    }

    private static func freePort() throws -> Int {
        let script =
            "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
        let found = try FinishedProgram.run("python3", ["-c", script])
        guard let port = found.lines.first.flatMap({ Int($0) }) else { throw NoPort() }
        return port
    }

    private static func greet(_ text: String) -> String {
        "ForceCommand printf '\(text)'; exec sh -c \"$SSH_ORIGINAL_COMMAND\""
    }

    /// No port could be had.
    struct NoPort: Error {}

    /// Who is let in.
    var user: String { NSUserName() + "@127.0.0.1" }

    /// What ssh has to be told, to come in.
    var options: [String] {
        [
            "Port=\(port)", "IdentityFile=\(folder.file("me"))", "IdentitiesOnly=yes",
            "StrictHostKeyChecking=accept-new", "UserKnownHostsFile=\(folder.file("known_hosts"))",
            "LogLevel=ERROR",
        ].flatMap { ["-o", $0] }
    }
}
