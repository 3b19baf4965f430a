// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is built with.
///
/// `ExistentialAny` makes the cost of `any` visible, `InternalImportsByDefault` keeps a dependency out of a module's
/// interface unless it is said, `MemberImportVisibility` makes every file name what it uses. A warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// First-party plugins see what a stranger's plugin sees: `StepwellKit`, and nothing of ours that is `package`.
func plugin(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: "\(name)Plugin", dependencies: ["StepwellKit"] + dependencies, path: "Plugins/\(name)/Sources",
        packageAccess: false,
        swiftSettings: strict)
}

/// A plugin as a program of its own: the other of the two hosts of one source.
func pluginProgram(_ name: String, _ program: String) -> Target {
    .executableTarget(
        name: program, dependencies: [.byName(name: "\(name)Plugin")], path: "Plugins/\(name)/Program",
        packageAccess: false, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "stepwell",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "stepwell", targets: ["stepwell"]),
        .library(name: "CEL", targets: ["CEL"]),
        .library(name: "StepwellKit", targets: ["StepwellKit"]),
        .library(name: "StepwellStore", targets: ["StepwellStore", "StepwellMemoryStore", "CaseStoreConformance"]),
        .executable(name: "stepwell-channels", targets: ["stepwell-channels"]),
        .executable(name: "cel-conformance", targets: ["cel-conformance"]),
    ],
    dependencies: [
        // Commands, help, completions and usage errors of the CLI.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // SHA-256 of a pathway: what a case is pinned to.
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        // SQLite connections, statements and migrations of the store.
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        // The system's libraries, and what Swift cannot call.
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .target(name: "CProcess"),
        .target(name: "CSQLiteShim", linkerSettings: [.linkedLibrary("sqlite3")]),
        // Waiting for files and signals at once, and telling systemd.
        .target(name: "CEvents"),
        // libcurl (Debian's `libcurl4-openssl-dev`), whose functions are variadic.
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        // RE2 (Debian's `libre2-dev`) is C++: this is what C can call of it. Not found by pkg-config, whose answer has
        // a flag (`-pthread`) that the package manager warns of.
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

        // Addresses of the internet, and which of them are of the open one: for channels, and for plugins' relay.
        .target(name: "InternetAddresses", packageAccess: false, swiftSettings: strict),

        // The pure core, in the order in which it may import.
        .target(name: "CEL", dependencies: ["CRE2"], swiftSettings: strict),
        .target(name: "PathwayModel", dependencies: ["CEL"], swiftSettings: strict),
        .target(
            name: "PathwayCompiler",
            dependencies: [
                "CYAML", "CEL", "PathwayModel", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        // The compiled pathway as bytes, which cases run on without the compiler.
        .target(
            name: "PathwayArtifact",
            dependencies: ["CEL", "PathwayModel", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(name: "PathwayEngine", dependencies: ["CEL", "PathwayModel"], swiftSettings: strict),
        .target(name: "StepwellKit", dependencies: ["CEL", "PathwayModel"], swiftSettings: strict),
        .target(
            name: "PathwayScenarios",
            dependencies: ["CEL", "PathwayModel", "PathwayCompiler", "PathwayEngine", "StepwellKit"],
            swiftSettings: strict),
        // Explores what `step` can do, and says what is proved of a pathway.
        .target(
            name: "PathwayProver",
            dependencies: ["CProcess", "CEL", "PathwayModel", "PathwayEngine"], swiftSettings: strict),

        // A pathway as a picture, and the forms in which one is written down.
        .target(name: "PathwayDrawing", dependencies: ["CEL", "PathwayModel"], swiftSettings: strict),

        // The seam of stores, a store in memory that uses nothing else of ours, and what every store has to do.
        .target(name: "StepwellStore", dependencies: ["CEL"], swiftSettings: strict),
        .target(
            name: "StepwellMemoryStore", dependencies: ["CEL", "StepwellStore"], packageAccess: false,
            swiftSettings: strict),
        .target(
            name: "CaseStoreConformance", dependencies: ["CEL", "StepwellStore"], packageAccess: false,
            swiftSettings: strict),

        // The shell that makes it durable.
        .target(
            name: "StepwellRuntime",
            dependencies: [
                "CProcess", "CEL", "InternetAddresses", "PathwayArtifact", "PathwayModel", "PathwayCompiler",
                "PathwayEngine", "StepwellKit", "StepwellStore",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        // The clinic's folder and settings, and what screens show, as values: under the command, and under pages and an API.
        .target(
            name: "StepwellClinic",
            dependencies: [
                "CEL", "PathwayArtifact", "PathwayModel", "PathwayCompiler", "PathwayDrawing", "PathwayEngine",
                "PathwayProver", "PathwayScenarios", "StepwellKit", "StepwellRuntime",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        // A pathway as the paper that is signed: the values of a clinic as a page of HTML.
        .target(
            name: "PathwayPaper",
            dependencies: [
                "CEL", "PathwayModel", "PathwayEngine", "PathwayProver", "StepwellClinic", "StepwellKit",
                "StepwellRuntime", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "StepwellSQLite",
            dependencies: [
                "CSQLiteShim", "CEL", "StepwellStore", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        // Cases in PostgreSQL. libpq is loaded when a store is there, and is not needed to build.
        .target(name: "CPostgres", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(
            name: "StepwellPostgres", dependencies: ["CPostgres", "CEL", "StepwellStore"], swiftSettings: strict),
        // The pathways, shared parts and instruments that come with the program, and what plugins are built with: they
        // are part of it.
        .target(name: "CShippedFiles"),
        .target(name: "ShippedFiles", dependencies: ["CShippedFiles"], swiftSettings: strict),

        // First-party plugins.
        plugin("Attendance"),
        pluginProgram("Attendance", "attendance-plugin"),
        plugin("Measures"),
        plugin("Authorization"),
        plugin("LevelOfCare"),
        plugin("ConsoleChannel"),
        plugin("FileChannel"),

        // First-party channels that reach the network, what they share, and the program that has them: libcurl costs
        // 4 ms at every start, so `stepwell` starts this one when the first message needs it.
        plugin("Transport", ["CCurl", "InternetAddresses"]),
        plugin("Email", ["TransportPlugin"]),
        plugin("Webhook", ["TransportPlugin", .product(name: "Crypto", package: "swift-crypto")]),
        plugin("SMS", ["TransportPlugin"]),
        plugin("Slack", ["TransportPlugin"]),
        .executableTarget(
            name: "stepwell-channels",
            dependencies: ["StepwellKit", "EmailPlugin", "WebhookPlugin", "SMSPlugin", "SlackPlugin"],
            packageAccess: false, swiftSettings: strict),

        // Where things are plugged together.
        .executableTarget(
            name: "stepwell",
            dependencies: [
                "CEL", "CEvents", "PathwayModel", "PathwayCompiler", "PathwayEngine", "PathwayDrawing", "PathwayPaper",
                "PathwayProver", "StepwellClinic", "StepwellKit", "StepwellPostgres", "StepwellRuntime",
                "StepwellSQLite", "StepwellStore", "ShippedFiles", "AttendancePlugin",
                "MeasuresPlugin", "AuthorizationPlugin", "LevelOfCarePlugin", "ConsoleChannelPlugin",
                "FileChannelPlugin", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // What it costs, beside programs in C that do the same work: `swift run -c release benchmarks`.
        .target(name: "CSyncCount", path: "Benchmarks/CSyncCount"),
        .target(
            name: "BenchmarkWorkload", dependencies: ["CEL", "PathwayModel", "PathwayCompiler", "PathwayEngine"],
            path: "Benchmarks/Workload",
            resources: [.embedInCode("iop_workload.yaml"), .embedInCode("reviews.yaml"), .embedInCode("calls.yaml")],
            swiftSettings: strict),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "CSyncCount", "BenchmarkWorkload", "CEL", "PathwayModel", "PathwayArtifact", "PathwayCompiler",
                "PathwayEngine", "StepwellKit", "StepwellRuntime", "StepwellSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Sources", swiftSettings: strict),

        // What a question to a plugin process costs: `swift run -c release plugin-benchmark`.
        .executableTarget(
            name: "plugin-benchmark",
            dependencies: ["CEL", "PathwayModel", "StepwellKit", "StepwellRuntime", "AttendancePlugin"],
            path: "Benchmarks/Plugins", swiftSettings: strict),
        // Kills, power loss, races, faults and simulation: what `torture` does at length and its tests do in short.
        .target(
            name: "TortureKit",
            dependencies: [
                "CEL", "PathwayModel", "PathwayCompiler", "PathwayEngine", "PathwayProver", "ShippedFiles",
                "StepwellKit", "StepwellMemoryStore", "StepwellRuntime", "StepwellSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Torture/Kit", swiftSettings: strict),
        // A PostgreSQL server of a test's own (Debian's `postgresql`).
        .target(
            name: "PostgresCluster", dependencies: ["StepwellPostgres"], path: "Torture/PostgresCluster",
            swiftSettings: strict),
        .executableTarget(
            name: "torture",
            dependencies: [
                "PathwayModel", "PostgresCluster", "StepwellPostgres", "StepwellSQLite", "StepwellStore", "TortureKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Torture/Command", swiftSettings: strict),
        tests(
            "TortureTests",
            [
                "CEL", "FuzzTargets", "PathwayEngine", "PathwayModel", "StepwellKit", "StepwellRuntime",
                "StepwellSQLite", "TortureKit", "torture", "stepwell",
            ]),

        // What reads bytes of others, for libFuzzer (`Scripts/fuzz.sh`) and for the corpora that tests replay.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AttendancePlugin", "CEL", "PathwayModel", "PathwayCompiler", "PathwayEngine", "PathwayScenarios",
                "StepwellKit", "StepwellRuntime",
            ],
            path: "Fuzz/Targets", swiftSettings: strict),

        // What tests of several targets need: numbers from a seed, and folders that go away.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),

        // CEL's published conformance cases: reading and judging them, and a command that runs a folder of them.
        .target(name: "CELConformance", dependencies: ["CEL"], swiftSettings: strict),
        .executableTarget(
            name: "cel-conformance", dependencies: ["CELConformance"], swiftSettings: strict),
        .testTarget(
            name: "CELTests", dependencies: ["CEL", "CELConformance", "TestSupport"], resources: [.copy("Conformance")],
            swiftSettings: strict),
        .testTarget(
            name: "StepwellRuntimeTests",
            dependencies: [
                "AttendancePlugin", "CEL", "PathwayArtifact", "PathwayCompiler", "PathwayEngine", "PathwayModel",
                "PathwayScenarios", "StepwellKit", "StepwellMemoryStore", "StepwellRuntime", "StepwellSQLite",
                "TestSupport", "TortureKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden"], swiftSettings: strict),
        tests(
            "PluginTests",
            [
                "CEL", "PathwayCompiler", "PathwayEngine", "PathwayModel", "StepwellKit", "StepwellRuntime",
                "AttendancePlugin", "MeasuresPlugin", "AuthorizationPlugin", "LevelOfCarePlugin", "attendance-plugin",
                "TestSupport",
            ]),
        tests(
            "StepwellClinicTests",
            [
                "AttendancePlugin", "CEL", "FileChannelPlugin", "PathwayEngine", "PathwayModel", "ShippedFiles",
                "StepwellClinic", "StepwellKit", "StepwellRuntime", "StepwellSQLite", "TestSupport", "TortureKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests(
            "StepwellCommandTests",
            [
                "CaseStoreConformance", "PathwayCompiler", "PathwayModel", "PostgresCluster", "StepwellSQLite",
                "StepwellStore", "TestSupport", "stepwell",
            ]),
        .testTarget(
            name: "PathwayScenariosTests",
            dependencies: ["CEL", "PathwayCompiler", "PathwayEngine", "PathwayModel", "PathwayScenarios"],
            exclude: ["Statecharts"], swiftSettings: strict),
        tests(
            "StepwellSQLiteTests",
            [
                "CaseStoreConformance", "CEL", "StepwellMemoryStore", "StepwellSQLite",
                "StepwellStore", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        // Against real servers of their own (Debian's `postgresql`).
        tests(
            "StepwellPostgresTests",
            [
                "CaseStoreConformance", "CEL", "PostgresCluster", "StepwellPostgres", "StepwellSQLite", "StepwellStore",
                "TestSupport", "TortureKit", "stepwell",
            ]),
        // Messages and channels, against real servers on loopback (Debian's `python3-aiosmtpd` and `openssl`).
        .testTarget(
            name: "NotificationTests",
            dependencies: [
                "CEL", "PathwayCompiler", "PathwayEngine", "PathwayModel", "StepwellKit", "StepwellRuntime",
                "StepwellClinic", "StepwellSQLite", "EmailPlugin", "SMSPlugin", "SlackPlugin", "TransportPlugin",
                "WebhookPlugin", "stepwell", "stepwell-channels", .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.copy("Servers")], swiftSettings: strict),
        tests(
            "BenchmarkTests",
            [
                "BenchmarkWorkload", "CEL", "PathwayEngine", "PathwayModel", "StepwellKit", "StepwellRuntime",
                "StepwellSQLite",
            ]),
        tests(
            "PathwayArtifactTests",
            [
                "AttendancePlugin", "CEL", "PathwayArtifact", "PathwayCompiler", "PathwayModel", "StepwellKit",
                "TestSupport",
            ]),
        tests("PathwayCompilerTests", ["CEL", "PathwayCompiler", "PathwayModel", "TestSupport"]),
        .testTarget(
            name: "PathwayProverTests",
            dependencies: [
                "CEL", "PathwayCompiler", "PathwayEngine", "PathwayModel", "PathwayProver", "PathwayScenarios",
                "TestSupport", "TortureKit",
            ],
            exclude: ["Corpus"], swiftSettings: strict),
        tests(
            "PathwayEngineTests",
            ["CEL", "PathwayCompiler", "PathwayEngine", "PathwayModel", "PathwayScenarios", "TestSupport"]),
    ]
)

if Context.environment["STEPWELL_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzTargets"], path: "Fuzz/Command", swiftSettings: strict))
}
