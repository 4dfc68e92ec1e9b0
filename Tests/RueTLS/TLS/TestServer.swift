import Foundation
import RueTLS
import RueTestSupport
import RueWire
import Testing

/// A certificate and its key, by its name in Fixtures.
enum Identity: String, CaseIterable {
    /// Its dates are long past.
    case expired
    /// Its dates are yet to come.
    case future

    var path: String {
        get throws { try Fixture.path(rawValue + ".pem") }
    }

    /// As OpenSSL's own programs computed it.
    var pin: [UInt8] {
        get throws {
            let text = try String(
                contentsOfFile: Fixture.path(rawValue + ".pin"), encoding: .utf8)
            return try #require(Hex.decode(String(text.prefix(64))))
        }
    }
}

/// The files in the folder Fixtures.
enum Fixture {
    static func path(_ name: String) throws -> String {
        try #require(Bundle.module.path(forResource: "Fixtures/" + name, ofType: nil))
    }
}

/// A real TLS server (Python's ssl) on a port that the kernel chose.
struct TestServer {
    let program: RunningProgram
    let address: NetworkAddress

    /// Starts one; `mode` is one of those in `server.py`.
    init(_ mode: String, identity: Identity = .expired) throws {
        let python = ProcessInfo.processInfo.environment["RUE_TEST_PYTHON"] ?? "python3"
        program = try RunningProgram(
            python, [Fixture.path("server.py"), identity.path, mode])
        let line = try program.waitForLine(containing: "PORT ")
        let port = try #require(UInt16(line.dropFirst(5)))
        address = try #require(NetworkAddress(numeric: "127.0.0.1", port: port))
    }
}
