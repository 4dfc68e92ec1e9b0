import Foundation
import RueTestSupport
import Testing

/// Somebody else's package, which depends on this repository: the libraries are products that can
/// be imported, in ordinary Swift and in Embedded Swift. What it builds is in a folder of its own.
@Suite struct LibraryPackageTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardized.path

    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.write(Self.manifest, to: "Package.swift")
        for (target, file) in [("air", "Air"), ("every", "Every"), ("header", "Header")] {
            try FileManager.default.createDirectory(
                atPath: folder.file("Sources/" + target), withIntermediateDirectories: true)
            try folder.write(try Self.source(file), to: "Sources/\(target)/\(file).swift")
        }
        // A driver that is not Rue's, on a simulated chip, as the article has it.
        try FileManager.default.createDirectory(
            atPath: folder.file("Sources/driver"), withIntermediateDirectories: true)
        try folder.write(
            try String(contentsOfFile: Self.root + "/Snippets/NewDriver.swift", encoding: .utf8),
            to: "Sources/driver/main.swift")
    }

    @Test func ordinaryBuild_ofAPackageThatDependsOnRue_readsSimulatedSensors() throws {
        try build()
        try checkPrograms()
    }

    @Test func embeddedBuild_everyMemberThroughAnExistential_runsAsTheOrdinaryOne() throws {
        let script = ". Deploy/lib/common.sh; . Deploy/lib/swift.sh; write_embedded_toolset"
        let toolset = try FinishedProgram.run(
            "bash", ["-c", "cd \"$1\"; root=$1; " + script, "test", Self.root])
        #expect(toolset.status == .exited(0), "\(toolset.errorOutput)")
        try folder.write(toolset.output, to: "toolset.json")
        try build(
            ["--toolset", folder.file("toolset.json")], environment: ["RUE_EMBEDDED": "1"])
        try checkPrograms()
        // An Embedded program carries the little it needs of Swift within.
        let libraries = try FinishedProgram.run("ldd", [program("air")])
        #expect(!libraries.output.contains("libswiftCore"), "\(libraries.output)")
    }

    @Test func program_thatReadsASimulatedBME280_hasLessThanTwentyLines() throws {
        #expect(try Self.source("Air").split(separator: "\n").count < 20)
    }

    private static var manifest: String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        func program(_ name: String, _ library: String) -> Target {
            .executableTarget(
                name: name,
                dependencies: [
                    .product(name: "RueSensors", package: "rue"),
                    .product(name: library, package: "rue"),
                ])
        }

        let package = Package(
            name: "somebody-else",
            dependencies: [.package(name: "rue", path: "\(root)")],
            targets: [
                program("air", "RueSensorsSimulation"), program("every", "RueSensorsSimulation"),
                program("header", "RueSensorsLinux"),
                program("driver", "RueSensorsSimulation"),
            ])

        """
    }

    private static func source(_ name: String) throws -> String {
        let file = try #require(
            Bundle.module.url(
                forResource: name, withExtension: "swift", subdirectory: "Fixtures/LibraryPackage"))
        return try String(contentsOf: file, encoding: .utf8)
    }

    private func build(_ options: [String] = [], environment: [String: String] = [:]) throws {
        let arguments = [
            "swift", "build", "--package-path", folder.path, "--scratch-path",
            folder.file("build"), "--jobs", "2",
        ]
        let build = try FinishedProgram.run(
            "nice", arguments + options, environment: environment, seconds: 900)
        try #require(build.status == .exited(0), "\(build.output)\n\(build.errorOutput)")
    }

    private func program(_ name: String) -> String { folder.file("build/debug/" + name) }

    /// Members of a protocol that are called on `any`: those that only an extension has trap in
    /// Embedded Swift, where the compiler takes them all the same.
    private func checkEveryMember() throws {
        let every = try FinishedProgram.run(program("every"))
        #expect(every.status == .exited(0), "\(every.status)")
        #expect(
            every.lines == [
                "BME280", "3", "0", "temperature 21.000 Cel", "humidity 45.006 %RH",
                "pressure 101325.309 Pa", "9300",
                "DHT22", "2", "2000", "temperature 21.000 Cel", "humidity 45.000 %RH", "1991000",
                "DS18B20", "1", "0", "temperature 21.000 Cel", "750000",
                "5", "96",
                "28-000089025cc1", "three wires", "80", "1", "75", "70", "127", "255", "16", "16",
                "73",
                "on", "2856855", "2856",
            ])
    }

    private func checkPrograms() throws {
        let air = try FinishedProgram.run(program("air"))
        #expect(air.status == .exited(0))
        #expect(
            air.lines == [
                "temperature 21.370 Cel", "humidity 44.999 %RH", "pressure 101324.691 Pa",
            ])
        let driver = try FinishedProgram.run(program("driver"))
        let truth = "temperature -12.500 Cel"
        try #require(driver.lines.count == 3, "\(driver.output)")
        #expect([driver.lines[0], driver.lines[2]] == [truth, truth])
        #expect(driver.lines[1].hasPrefix("nothing answers at this address"))
        try checkEveryMember()
        let header = try FinishedProgram.run(program("header"))
        #expect(header.lines.first?.hasPrefix("cannot open /nonexistent/i2c-1: ") == true)
    }
}
