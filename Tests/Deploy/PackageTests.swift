import RueTestSupport
import Testing

/// What `Deploy/package` writes into packages; what these do, `Deploy/check-package` tries.
@Suite struct PackageTests {
    /// Debian's tools take the maintainer from the environment, whatever it holds.
    @Test func aMaintainersName_isTakenAsItIs() throws {
        let folder = try ScratchFolder()
        let from = try folder.write("by @maintainer@ for @architecture@\n", to: "from")
        let script = """
            . "$1/Deploy/lib/common.sh" && . "$1/Deploy/lib/package.sh"
            place_text "$2" "$3" rue-agent armhf 1
            """
        let placed = try FinishedProgram.run(
            "bash", ["-euc", script, "bash", Repository.path, from, folder.file("to")],
            environment: ["DEBFULLNAME": #"A & B/C "\1""#, "DEBEMAIL": "a&b@example.org"])
        #expect(placed.status == .exited(0), "\(placed.errorOutput)")
        let text = String(decoding: try folder.read("to"), as: UTF8.self)
        #expect(text == #"by A & B/C "\1" <a&b@example.org> for armhf"# + "\n")
    }
}
