import Foundation
import RueTestSupport
import Testing

/// What the comments of `Devices/*.yaml` promise, asked of the program. That each passes `check` is
/// in `AgentProgramTests`; that `probe` finds a BME280 so, in `TestbedControllerTests`.
@Suite struct DeviceFilesTests {
    @Test func commentsOfADevice_areFound() throws {
        #expect(try DeviceFile.real().count >= 7)
        #expect(try DeviceFile("kitchen.yaml").configLines == ["dtparam=i2c_arm=on"])
    }

    @Test(arguments: try DeviceFile.real())
    func configLines_inTheComments_areThoseOfHardware(file: DeviceFile) throws {
        let result = try FinishedProgram.run(
            Product.path("rue-agent"), ["hardware", "--format", "config.txt", file.path])
        #expect(result.status == .exited(0), "\(result.errorOutput)")
        #expect(file.configLines == result.lines)
    }

    @Test(arguments: try DeviceFile.real())
    func probe_inTheComments_saysSomethingOfEachFile(file: DeviceFile) {
        #expect(!file.probeLines.isEmpty)
        for line in file.probeLines { #expect(line.hasPrefix("/"), "\(line)") }
    }

    /// With the probes that the comments show in a `/sys` of its own.
    @Test(arguments: ["freezer.yaml", "tank.yaml", "greenhouse.yaml"])
    func probe_ofTheProbesInTheComments_saysWhatTheyShow(name: String) throws {
        let file = try DeviceFile(name)
        let folder = "/sys/bus/w1/devices/"
        let shown = file.probeLines.filter { $0.hasPrefix(folder) }
        let probes = shown.map { $0.dropFirst(folder.count).prefix { $0 != ":" } }
        try #require(!probes.isEmpty)
        let program = try RunningProgram(
            "unshare",
            [
                "--map-root-user", "--mount", "bash", "-c",
                """
                mount -t tmpfs none /sys || exit 9
                mkdir -p /sys/bus/w1/devices/w1_bus_master1
                for probe in "${@:2}"; do mkdir "/sys/bus/w1/devices/$probe"; done
                exec "$1" probe
                """, "test", Product.path("rue-agent"),
            ] + probes.map(String.init))
        #expect(try program.waitForEnd() == .exited(0), "\(program.errorOutput)")
        let said = program.errorOutput.split(separator: "\n").map(String.init)
        #expect(said.filter { $0.hasPrefix(folder) } == shown)
        // What it prints is what the file has, or would have.
        for probe in probes { #expect(program.output.contains("device: \(probe)\n")) }
    }
}
