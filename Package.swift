// swift-tools-version: 6.2
import PackageDescription

// Set by Deploy/build-armv6 and Deploy/check-embedded: only the modules that also run on a node.
let isEmbedded = Context.environment["RUE_EMBEDDED"] != nil

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], link: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, swiftSettings: strict,
        linkerSettings: link.map { .linkedLibrary($0) })
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ module: String, _ dependencies: [Target.Dependency] = [], fixtures: Bool = false
) -> Target {
    .testTarget(
        name: module + "Tests",
        dependencies: [.init(stringLiteral: module), "RueTestSupport"] + dependencies,
        path: "Tests/" + module,
        resources: fixtures ? [.copy("Fixtures")] : [],
        swiftSettings: strict)
}

// MARK: C libraries, each from its Debian package

let libraries: [Target] = [
    .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CI2C", providers: [.apt(["libi2c-dev"])]),
    .systemLibrary(name: "CGPIOD", providers: [.apt(["libgpiod-dev"])]),
    .target(
        name: "CRueSystem",
        cSettings: [
            .define("_GNU_SOURCE"),
            // The node is a 32-bit ARM: file sizes and times of 64 bits there too.
            .define("_FILE_OFFSET_BITS", to: "64"), .define("_TIME_BITS", to: "64"),
            .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
        ]),
]

// MARK: What runs on a node (every module compiles as Embedded Swift too)

let node: [Target] = [
    module("RueSensors"),
    module(
        "RueSensorsLinux", ["RueSensors", "CI2C", "CGPIOD", "CRueSystem"], link: ["i2c", "gpiod"]),
    module("RueSensorsSimulation", ["RueSensors"]),
    module("RueWire"),
    module("RueCrypto", ["RueWire", "COpenSSL"], link: ["crypto"]),
    module("RueHTTP"),
    module("RueTLS", ["COpenSSL", "CRueSystem"], link: ["ssl", "crypto"]),
    module("RueSQLite", ["CSQLite"], link: ["sqlite3"]),
    module("RueCommandLine"),
    module(
        "RueAgentCore",
        ["RueSensors", "RueWire", "RueCrypto", "RueHTTP", "RueSQLite", "RueCommandLine", "CYAML"],
        link: ["yaml", "m"]),  // Embedded Swift's dictionaries call ceil
    program(
        "rue-agent",
        [
            "RueSensors", "RueSensorsLinux", "RueSensorsSimulation", "RueWire", "RueCrypto",
            "RueHTTP", "RueTLS", "RueSQLite", "RueCommandLine", "RueAgentCore", "CRueSystem",
        ]),
]

// MARK: What runs on the server

let server: [Target] = [
    .systemLibrary(name: "CEvent", providers: [.apt(["libevent-dev"])]),
    .systemLibrary(name: "CZLib", providers: [.apt(["zlib1g-dev"])]),
    // Besides our own files it embeds those of the Debian package libjs-dygraphs.
    .target(
        name: "CPageAssets", exclude: ["assets"],
        cSettings: [
            .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
        ]),
    module("RueGzip", ["CZLib"], link: ["z"]),
    module("RuePageAssets", ["CPageAssets", "RueGzip", "RueHTTP"]),
    module("RueStore", ["RueSQLite", "RueWire"]),
    module(
        "RueServer", ["RueHTTP", "CEvent"], link: ["event_core", "ssl", "crypto"]),
    module(
        "RueAggregatorCore",
        [
            "RueWire", "RueCrypto", "RueHTTP", "RueStore", "RueServer", "RueGzip", "RuePageAssets",
            "RueCommandLine",
        ]),
    program(
        "rue-aggregator",
        [
            "RueWire", "RueCrypto", "RueHTTP", "RueStore", "RueServer", "RueAggregatorCore",
            "RueCommandLine", "CRueSystem",
        ]),
    program(
        "rue-bench",
        [
            "RueWire", "RueCrypto", "RueHTTP", "RueTLS", "RueStore", "RueServer",
            "RueAggregatorCore", "RueAgentCore", "RueCommandLine", "RueTestSupport", "COpenSSL",
            "CRueSystem",
        ]),
]

// MARK: Tests

// A disk that loses its power, below SQLite.
let disk = Target.target(
    name: "CUnreliableDisk",
    cSettings: [
        .define("_GNU_SOURCE"),
        .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
    ],
    linkerSettings: [.linkedLibrary("sqlite3")])

let support = module(
    "RueTestSupport",
    ["RueSensors", "RueWire", "RueCrypto", "RueHTTP", "RueSQLite", "CUnreliableDisk"])

let testTargets: [Target] = [
    tests("RueSensors", ["RueSensorsSimulation"]),
    tests("RueSensorsLinux", ["RueSensors", "RueSensorsSimulation"]),
    tests("RueSensorsSimulation", ["RueSensors"]),
    tests("RueWire", fixtures: true),
    tests("RueCrypto", ["RueWire"], fixtures: true),
    tests("RueHTTP"),
    tests("RueTLS", ["CRueSystem"], fixtures: true),
    tests("RueSQLite"),
    tests("RueCommandLine"),
    tests(
        "RueAgentCore",
        ["RueSensors", "RueSensorsSimulation", "RueWire", "RueCrypto", "RueHTTP", "RueSQLite"]),
    tests("RueGzip", ["CZLib"]),
    tests("RuePageAssets", ["RueGzip", "RueHTTP"]),
    tests("RueStore", ["RueSQLite", "RueWire"]),
    tests("RueServer", ["RueHTTP", "CEvent"]),
    tests(
        "RueAggregatorCore",
        [
            "RueSQLite", "RueWire", "RueCrypto", "RueHTTP", "RueStore", "RueServer", "RueGzip",
            "RuePageAssets", "RueCommandLine",
        ]),
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "RueTestSupport", "RueWire", "RueCrypto", "RueHTTP", "RueSQLite", "RueSensors",
            "RueSensorsSimulation", "rue-agent", "rue-aggregator",
        ],
        path: "Tests/EndToEnd", resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
        name: "DeployTests",
        dependencies: ["RueTestSupport", "rue-agent", "rue-aggregator"],
        path: "Tests/Deploy", exclude: ["Fixtures"], swiftSettings: strict),
]

// libFuzzer brings its main, so it links only when built by Deploy/fuzz, which sets this.
let fuzzed: [Target] =
    Context.environment["RUE_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "rue-fuzz",
            dependencies: [
                "RueSensors", "RueSensorsSimulation", "RueWire", "RueCrypto", "RueHTTP",
                "RueAgentCore", "RueAggregatorCore", "CRueSystem",
            ],
            path: "Tests/Fuzz", exclude: ["vectors.txt", "dictionaries"], swiftSettings: strict)
    ]

let hostOnly: [Target] = server + [disk, support] + testTargets + fuzzed

let package = Package(
    name: "rue",
    products: [
        .library(name: "RueSensors", targets: ["RueSensors"]),
        .library(name: "RueSensorsLinux", targets: ["RueSensorsLinux"]),
        .library(name: "RueSensorsSimulation", targets: ["RueSensorsSimulation"]),
        .executable(name: "rue-agent", targets: ["rue-agent"]),
    ]
        + (isEmbedded
            ? []
            : [
                .executable(name: "rue-aggregator", targets: ["rue-aggregator"]),
                .executable(name: "rue-bench", targets: ["rue-bench"]),
            ]),
    targets: libraries + node + (isEmbedded ? [] : hostOnly),
    swiftLanguageModes: [.v6]
)
