// swift-tools-version: 6.2
import PackageDescription

/// The house rules of every target: language mode 6, explicit `any`, internal imports, and no warnings.
let houseSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A target that sees no socket, file, clock, random source, lock, Foundation or outside package.
func pure(_ name: String, _ imports: [String] = []) -> Target {
    .target(name: name, dependencies: imports.map { .target(name: $0) }, swiftSettings: houseSettings)
}

/// A target of the edges: sockets, disk, time, HTTP. Its outside packages hang on the trait `Edges`.
func edge(_ name: String, _ imports: [String], _ products: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: imports.map { .target(name: $0) } + products, swiftSettings: houseSettings)
}

func program(_ name: String, _ imports: [String], _ products: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name, dependencies: imports.map { .target(name: $0) } + products, swiftSettings: houseSettings)
}

/// A fuzz target: it runs where the trait `Fuzzing` is on (tools/fuzz), and is an empty program elsewhere.
func fuzzer(_ name: String, _ imports: [String]) -> Target {
    .executableTarget(
        name: name, dependencies: imports.map { .target(name: $0, condition: .when(traits: ["Fuzzing"])) },
        swiftSettings: houseSettings)
}

func tests(_ name: String, _ imports: [String], _ products: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: imports.map { .target(name: $0) } + products,
        swiftSettings: houseSettings)
}

func product(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: ["Edges"]))
}

let nioCore = product("NIOCore", "swift-nio")
let nioPosix = product("NIOPosix", "swift-nio")
let nioConcurrencyHelpers = product("NIOConcurrencyHelpers", "swift-nio")
let nioHTTP1 = product("NIOHTTP1", "swift-nio")
let logging = product("Logging", "swift-log")
let hummingbird = product("Hummingbird", "hummingbird")
let hummingbirdCore = product("HummingbirdCore", "hummingbird")
let httpTypes = product("HTTPTypes", "swift-http-types")
let crypto = product("Crypto", "swift-crypto")
let grdb = product("GRDB", "GRDB.swift")
let argumentParser = product("ArgumentParser", "swift-argument-parser")
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let unixSignals = product("UnixSignals", "swift-service-lifecycle")
let yams = product("Yams", "Yams")

let package = Package(
    name: "naru",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "OpenFlow", targets: ["OpenFlow"]),
        .library(name: "ControllerCore", targets: ["ControllerCore"]),
        .executable(name: "narud", targets: ["narud"]),
        .executable(name: "naru", targets: ["naru"]),
    ],
    traits: [
        .trait(name: "Edges", description: "Sockets, HTTP, database, flags and logs, by outside packages."),
        .trait(name: "Fuzzing", description: "Fuzz targets that run (tools/fuzz), in place of empty programs."),
        .default(enabledTraits: ["Edges"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The pure core. Each may import only what stands beside it.
        pure("NetworkTypes"),
        pure("JSONText"),
        pure("PersistentCollections"),
        pure("PacketCodec", ["NetworkTypes"]),
        pure("OpenFlow", ["NetworkTypes"]),
        pure("OpenFlowChannel", ["OpenFlow"]),
        pure("PacketCapture", ["NetworkTypes"]),
        pure("OpenFlowText", ["NetworkTypes", "JSONText", "OpenFlow", "PacketCapture"]),
        pure("OVSDB", ["NetworkTypes", "JSONText"]),
        pure("TopologyGraph", ["NetworkTypes", "JSONText", "PersistentCollections"]),
        pure("VirtualNetwork", ["NetworkTypes", "JSONText", "PersistentCollections"]),
        pure(
            "LogicalNetwork",
            [
                "NetworkTypes", "PersistentCollections", "PacketCodec", "PacketResponder", "VirtualNetwork",
                "TopologyGraph",
            ]),
        pure("FlowPipeline", ["NetworkTypes"]),
        pure(
            "FlowCompiler",
            [
                "NetworkTypes", "PersistentCollections", "LogicalNetwork", "FlowPipeline", "PacketResponder",
                "VirtualNetwork", "TopologyGraph",
            ]),
        pure("FlowReconciler", ["NetworkTypes", "FlowPipeline", "OpenFlow"]),
        pure("PacketResponder", ["NetworkTypes", "PacketCodec"]),
        pure(
            "NodeMachine",
            [
                "NetworkTypes", "FlowReconciler", "FlowPipeline", "OpenFlow", "OpenFlowChannel", "OVSDB", "JSONText",
                "PacketCodec", "PacketResponder", "LogicalNetwork",
            ]),
        pure(
            "ControllerCore",
            [
                "NetworkTypes", "JSONText", "PersistentCollections", "VirtualNetwork", "TopologyGraph",
                "LogicalNetwork", "FlowPipeline", "FlowCompiler", "FlowReconciler", "NodeMachine", "PacketResponder",
            ]),

        // For tests only.
        pure("NaruTesting"),
        pure(
            "FuzzInvariants",
            [
                "NetworkTypes", "OpenFlow", "OpenFlowText", "PacketCapture", "JSONText", "OVSDB", "PacketCodec",
                "PacketResponder",
            ]),
        fuzzer("fuzz-openflow-message", ["FuzzInvariants"]),
        fuzzer("fuzz-openflow-stream", ["FuzzInvariants"]),
        fuzzer("fuzz-openflow-match", ["FuzzInvariants"]),
        fuzzer("fuzz-openflow-actions", ["FuzzInvariants"]),
        fuzzer("fuzz-openflow-instructions", ["FuzzInvariants"]),
        fuzzer("fuzz-openflow-multipart", ["FuzzInvariants"]),
        fuzzer("fuzz-openflow-packet-in", ["FuzzInvariants"]),
        fuzzer("fuzz-openflow-text", ["FuzzInvariants"]),
        fuzzer("fuzz-control-capture", ["FuzzInvariants"]),
        fuzzer("fuzz-packet", ["FuzzInvariants"]),
        fuzzer("fuzz-json-text", ["FuzzInvariants"]),
        fuzzer("fuzz-ovsdb-session", ["FuzzInvariants"]),

        // The edges.
        edge("Store", ["NetworkTypes", "JSONText", "VirtualNetwork", "TopologyGraph"], [grdb]),
        edge(
            "Southbound", ["NetworkTypes", "NodeMachine", "OpenFlow", "OpenFlowChannel", "OVSDB", "JSONText"],
            [nioCore, nioPosix, nioConcurrencyHelpers, logging]),
        edge(
            "NorthboundAPI",
            [
                "NetworkTypes", "JSONText", "VirtualNetwork", "TopologyGraph", "ControllerCore", "FlowCompiler",
                "FlowPipeline",
            ],
            [hummingbird, hummingbirdCore, httpTypes, crypto, nioCore, logging, lifecycle]),
        edge(
            "ControllerRuntime",
            [
                "NetworkTypes", "JSONText", "VirtualNetwork", "TopologyGraph", "FlowCompiler", "ControllerCore",
                "NodeMachine", "Store", "Southbound", "NorthboundAPI",
            ], [nioCore, nioPosix, nioConcurrencyHelpers, logging, lifecycle]),
        edge("NorthboundClient", ["NetworkTypes", "JSONText"], [nioCore, nioPosix, nioHTTP1]),
        edge("TopologyFile", ["NetworkTypes"], [yams]),
        edge("Lab", ["NetworkTypes", "JSONText", "TopologyFile"]),
        program(
            "narud",
            ["NetworkTypes", "JSONText", "VirtualNetwork", "ControllerRuntime", "NorthboundAPI", "Southbound"],
            [argumentParser, logging, lifecycle, unixSignals, yams]),
        program("naru", ["NetworkTypes", "JSONText", "NorthboundClient", "OpenFlowText"], [argumentParser]),
        program("naru-lab", ["Lab", "TopologyFile", "NetworkTypes", "JSONText"], [argumentParser]),
        program(
            "naru-bench",
            ["Lab", "NetworkTypes", "JSONText", "NorthboundClient", "OpenFlow", "FlowPipeline", "FlowCompiler"],
            [argumentParser]),

        tests("NetworkTypes", ["NetworkTypes"]),
        tests("JSONText", ["JSONText"]),
        tests("PersistentCollections", ["NaruTesting", "PersistentCollections"]),
        tests("PacketCodec", ["PacketCodec", "NetworkTypes"]),
        tests("FuzzInvariants", ["FuzzInvariants"]),
        tests("OpenFlow", ["NaruTesting", "OpenFlow", "NetworkTypes"]),
        tests("OpenFlowChannel", ["OpenFlowChannel", "OpenFlow"]),
        tests("PacketCapture", ["NaruTesting", "PacketCapture", "NetworkTypes"]),
        tests(
            "OpenFlowText",
            ["NaruTesting", "OpenFlowText", "OpenFlow", "PacketCapture", "NetworkTypes", "JSONText"]),
        tests("OVSDB", ["OVSDB", "JSONText", "NetworkTypes"]),
        tests("TopologyGraph", ["NaruTesting", "TopologyGraph", "NetworkTypes", "JSONText"]),
        tests("VirtualNetwork", ["NaruTesting", "VirtualNetwork", "NetworkTypes", "JSONText"]),
        tests(
            "FlowCompiler",
            [
                "NaruTesting", "FlowCompiler", "FlowPipeline", "FlowReconciler", "LogicalNetwork", "NetworkTypes",
                "OpenFlow", "PacketResponder", "VirtualNetwork", "TopologyFile", "TopologyGraph",
            ]),
        tests("FlowPipeline", ["FlowPipeline", "NetworkTypes"]),
        tests("FlowReconciler", ["FlowReconciler", "FlowPipeline", "OpenFlow", "NetworkTypes"]),
        tests("PacketResponder", ["NaruTesting", "PacketResponder", "PacketCodec", "NetworkTypes"]),
        tests(
            "ControllerCore",
            [
                "NaruTesting", "ControllerCore", "OpenFlowChannel", "NetworkTypes", "VirtualNetwork", "TopologyGraph",
                "NodeMachine", "PacketCodec", "PacketResponder",
                "FlowReconciler",
                "FlowPipeline", "FlowCompiler", "LogicalNetwork", "OpenFlow", "OVSDB", "JSONText",
            ]),
        tests(
            "Southbound",
            ["Southbound", "NetworkTypes", "NodeMachine", "OpenFlow", "JSONText"],
            [nioCore, nioPosix, nioConcurrencyHelpers, logging]),
        tests("Store", ["NaruTesting", "Store", "NetworkTypes", "VirtualNetwork", "TopologyGraph", "JSONText"]),
        tests(
            "ControllerRuntime",
            [
                "ControllerRuntime", "NorthboundAPI", "NorthboundClient", "NetworkTypes", "JSONText", "Store",
                "Southbound", "VirtualNetwork", "TopologyGraph", "ControllerCore", "FlowCompiler",
                "PersistentCollections", "NodeMachine",
            ], [nioCore, nioPosix, nioConcurrencyHelpers, logging, lifecycle]),
        tests("TopologyFile", ["TopologyFile", "NetworkTypes"]),
        tests("Lab", ["Lab", "NetworkTypes", "JSONText"]),
        tests("HouseRules", []),
    ],
    swiftLanguageModes: [.v6]
)
