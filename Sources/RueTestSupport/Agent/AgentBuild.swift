import Foundation

/// A build of `rue-agent`, and what runs it.
public struct AgentBuild: Sendable {
    /// The program to start.
    public let program: String
    /// What stands before the agent's own arguments.
    public let leadingArguments: [String]

    /// The build for this machine, made together with the tests.
    public static let host = AgentBuild(
        program: Product.path("rue-agent"), leadingArguments: [])

    /// The ARMv6 build, under emulation of a Pi Zero's processor.
    ///
    /// - Returns: nil when `RUE_ARMV6_AGENT` names no file; `Deploy/test` makes and names it.
    public static func armv6() -> AgentBuild? {
        guard let path = ProcessInfo.processInfo.environment["RUE_ARMV6_AGENT"],
            FileManager.default.isExecutableFile(atPath: path)
        else { return nil }
        return AgentBuild(
            program: "qemu-arm-static", leadingArguments: ["-cpu", "arm1176", path])
    }
}
