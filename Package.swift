// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// Links twice as fast as the linker that is used otherwise, and merges no strings. For programs and tests only: nobody can depend on
/// a package whose library has such flags.
let quickLinking: LinkerSetting = .unsafeFlags(
    ["-use-ld=lld", "-Xlinker", "-O0"], .when(platforms: [.linux], configuration: .debug))

let package = Package(
    name: "nx1sh",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Nx1Client", targets: ["Nx1Client"]),
        .executable(name: "nx1sh", targets: ["nx1sh"]),
        .executable(name: "nx1-sandbox", targets: ["nx1-sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"6.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.11.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .target(name: "Descriptors", swiftSettings: strict),
        .target(name: "Nx1Events", swiftSettings: strict),
        .target(name: "Nx1Values", dependencies: ["Descriptors", "Nx1Events"], swiftSettings: strict),
        .target(
            name: "Nx1HTTP",
            dependencies: [
                "Descriptors", "Nx1Events", "Nx1Values",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSOCKS", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(
            name: "CMessageDigest",
            pkgConfig: "libmd",
            providers: [.apt(["libmd-dev"]), .brew(["libmd"])]
        ),
        .target(
            name: "Nx1SignIn",
            dependencies: [
                "CMessageDigest", "Descriptors", "Nx1Events", "Nx1HTTP", "Nx1Values",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(
                    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(
            name: "CYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .target(name: "YAMLDocuments", dependencies: ["CYAML"], swiftSettings: strict),
        .target(
            name: "Nx1Settings",
            dependencies: [
                "Descriptors", "Nx1Events", "Nx1HTTP", "Nx1SignIn", "Nx1Values", "YAMLDocuments",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Nx1Client",
            dependencies: [
                "Nx1Events", "Nx1HTTP", "Nx1Settings", "Nx1SignIn", "Nx1Values",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(
            name: "CLibEdit",
            pkgConfig: "libedit",
            providers: [.apt(["libedit-dev"]), .brew(["libedit"])]
        ),
        .systemLibrary(
            name: "CMarkdown",
            pkgConfig: "md4c",
            providers: [.apt(["libmd4c-dev"]), .brew(["md4c"])]
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]
        ),
        .target(name: "SQLiteDatabase", dependencies: ["CSQLite"], swiftSettings: strict),
        .target(name: "LineEditor", dependencies: ["CLibEdit", "Descriptors"], swiftSettings: strict),
        .target(
            name: "ShellText", dependencies: ["CMarkdown", "LineEditor", "Nx1Events"],
            swiftSettings: strict),
        .target(name: "ShellCharts", dependencies: ["Nx1Events", "ShellText"], swiftSettings: strict),
        .target(
            name: "AnswerComparison", dependencies: ["Nx1Events", "ShellText"], swiftSettings: strict),
        .target(
            name: "ShellInput", dependencies: ["Descriptors", "Nx1Events", "Nx1Values"], swiftSettings: strict
        ),
        .target(name: "LocatedValues", dependencies: ["Nx1Events", "YAMLDocuments"], swiftSettings: strict),
        .target(name: "TeamFolders", dependencies: ["Descriptors"], swiftSettings: strict),
        .target(
            name: "SavedQuestions",
            dependencies: [
                "Descriptors", "LocatedValues", "Nx1Events", "Nx1Values", "ShellInput", "TeamFolders",
                "YAMLDocuments",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "CrewFiles",
            dependencies: [
                "Descriptors", "LocatedValues", "Nx1Events", "Nx1Values", "ShellInput", "TeamFolders",
            ],
            swiftSettings: strict),
        .target(
            name: "RunJournal",
            dependencies: [
                "Descriptors", "Nx1Events", "Nx1Values", "SQLiteDatabase",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ShellOutput",
            dependencies: [
                "Descriptors", "LineEditor", "Nx1Events", "Nx1Values", "ShellText",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "OutputDestinations", dependencies: ["Descriptors", "Nx1Events", "ShellOutput"],
            swiftSettings: strict),
        .target(
            name: "FileCompletion", dependencies: ["LineEditor", "ShellInput", "ShellText"],
            swiftSettings: strict),
        .target(
            name: "InputSources",
            dependencies: ["Descriptors", "Nx1Events", "Nx1Values", "ShellInput", "ShellOutput"],
            swiftSettings: strict),
        .target(
            name: "RowSources", dependencies: ["Descriptors", "Nx1Events", "ShellInput", "ShellText"],
            swiftSettings: strict),
        .target(
            name: "TypedRequests",
            dependencies: ["Nx1Events", "Nx1Values", "ShellInput", "ShellOutput"], swiftSettings: strict),
        .target(
            name: "RepeatedQuestions",
            dependencies: ["AnswerComparison", "Nx1Events", "Nx1Values", "ShellInput"], swiftSettings: strict),
        .target(
            name: "ProfileDrafts",
            dependencies: [
                "Nx1Events", "Nx1HTTP", "Nx1Settings", "Nx1SignIn", "Nx1Values", "ShellInput", "ShellOutput",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ShellReports",
            dependencies: [
                "Descriptors", "Nx1Events", "Nx1Values", "RunJournal", "ShellOutput", "ShellText",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ShellRuns",
            dependencies: [
                "Nx1Client", "RunJournal", "ShellOutput", "ShellText",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ShellDoctor",
            dependencies: [
                "Descriptors", "Nx1Client", "Nx1Events", "Nx1HTTP", "Nx1Settings", "Nx1SignIn", "Nx1Values",
                "OutputDestinations", "RunJournal", "ShellInput", "ShellOutput", "ShellText",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ConnectionDialogs",
            dependencies: [
                "InputSources", "Nx1Client", "ProfileDrafts", "ShellInput", "ShellOutput", "ShellRuns",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ShellSession",
            dependencies: [
                "CrewFiles", "SavedQuestions",
                "AnswerComparison",
                "Descriptors",
                "InputSources",
                "LineEditor",
                "Nx1Client",
                "OutputDestinations",
                "RepeatedQuestions",
                "RowSources",
                "RunJournal",
                "ShellCharts",
                "ShellInput",
                "ShellOutput",
                "ShellRuns",
                "ShellText",
                "TypedRequests",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(name: "ShellGuide", swiftSettings: strict, plugins: ["GuidePlugin"]),
        .plugin(name: "GuidePlugin", capability: .buildTool(), path: "Sources/GuidePlugin"),
        .target(
            name: "Nx1Shell",
            dependencies: [
                "CrewFiles", "SavedQuestions", "TeamFolders",
                "AnswerComparison",
                "ConnectionDialogs",
                "FileCompletion",
                "InputSources",
                "LineEditor",
                "Nx1Client",
                "OutputDestinations",
                "ProfileDrafts",
                "RunJournal",
                "ShellCharts",
                "ShellDoctor",
                "ShellGuide",
                "ShellInput",
                "ShellOutput",
                "ShellReports",
                "ShellRuns",
                "ShellSession",
                "ShellText",
                "TypedRequests",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ShellReference",
            dependencies: ["Nx1Shell", "ShellGuide", "ShellOutput", "ShellSession", "ShellText"],
            swiftSettings: strict
        ),
        .target(
            name: "Nx1Sandbox",
            dependencies: [
                "Descriptors",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Nx1SecureSandbox",
            dependencies: [
                "Nx1Sandbox",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "nx1sh",
            dependencies: [
                "Descriptors", "InputSources", "TypedRequests", "LineEditor", "Nx1Client", "Nx1Sandbox",
                "Nx1Shell",
                "ShellInput",
                "ShellOutput", "ShellReference", "ShellRuns", "ShellSession", "ShellText", "SQLiteDatabase",
                "YAMLDocuments",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict,
            // 140,000 addresses are put right at each start, nearly 1 ms faster in this form (DT_RELR: glibc 2.36, Debian 12);
            // and nobody loads this program, so its 52,000 names needn't be there for others.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker",
                        "--no-export-dynamic",
                    ],
                    .when(platforms: [.linux], configuration: .release)),
                quickLinking,
            ],
            plugins: ["CommitPlugin"]
        ),
        .plugin(name: "CommitPlugin", capability: .buildTool(), path: "Sources/CommitPlugin"),
        .executableTarget(
            name: "nx1-sandbox",
            dependencies: [
                "Descriptors", "Nx1Sandbox", "Nx1SecureSandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict,
            linkerSettings: [quickLinking]
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "Nx1Client",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/TestSupport",
            exclude: ["Recordings"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "Nx1ClientTests",
            dependencies: [
                "Nx1Client", "Nx1Events", "Nx1HTTP", "Nx1Settings", "Nx1SignIn", "Nx1Values",
                "Nx1Sandbox", "Nx1SecureSandbox", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "Nx1SandboxTests",
            dependencies: [
                "Nx1Sandbox", "Nx1SecureSandbox", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["openapi.yaml"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LineEditorTests", dependencies: ["LineEditor", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ShellTextTests",
            dependencies: ["Nx1Client", "ShellText", "TestSupport"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ShellChartsTests",
            dependencies: ["LineEditor", "Nx1Events", "ShellCharts", "ShellText"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AnswerComparisonTests",
            dependencies: ["AnswerComparison", "Nx1Events", "ShellText", "TestSupport"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ShellInputTests",
            dependencies: ["Nx1Client", "ShellInput", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LocatedValuesTests", dependencies: ["LocatedValues", "Nx1Events"], swiftSettings: strict),
        .testTarget(
            name: "TeamFoldersTests", dependencies: ["TeamFolders", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "SavedQuestionsTests",
            dependencies: [
                "LocatedValues", "Nx1Events", "SavedQuestions", "ShellInput", "TeamFolders", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CrewFilesTests",
            dependencies: ["CrewFiles", "LocatedValues", "Nx1Events", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RowSourcesTests",
            dependencies: ["Nx1Events", "RowSources", "ShellText", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SQLiteDatabaseTests", dependencies: ["SQLiteDatabase", "TestSupport"],
            swiftSettings: strict),
        .testTarget(name: "YAMLDocumentsTests", dependencies: ["YAMLDocuments"], swiftSettings: strict),
        .testTarget(
            name: "RunJournalTests",
            dependencies: [
                "CSQLite", "Nx1Client", "RunJournal", "SQLiteDatabase", "TestSupport",
            ],
            exclude: ["Journals"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ShellOutputTests",
            dependencies: ["LineEditor", "Nx1Client", "ShellOutput", "ShellText", "TestSupport"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OutputDestinationsTests",
            dependencies: ["OutputDestinations", "ShellOutput", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RepeatedQuestionsTests",
            dependencies: ["AnswerComparison", "Nx1Events", "Nx1Values", "RepeatedQuestions", "RunJournal"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ProfileDraftsTests",
            dependencies: [
                "Nx1Client", "Nx1Values", "ProfileDrafts", "RunJournal", "ShellInput", "ShellOutput",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ShellReportsTests",
            dependencies: [
                "Nx1Events", "Nx1Values", "RunJournal", "ShellOutput", "ShellReports", "ShellText",
                "TestSupport",
            ],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ShellDoctorTests",
            dependencies: [
                "Nx1Client", "Nx1Events", "Nx1HTTP", "Nx1Settings", "Nx1SignIn", "Nx1Values", "RunJournal",
                "ShellDoctor", "ShellOutput", "ShellText", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ShellRunsTests",
            dependencies: ["Nx1Client", "RunJournal", "ShellOutput", "ShellRuns", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "Nx1ShellTests",
            dependencies: [
                "SavedQuestions",
                "ConnectionDialogs", "InputSources", "TypedRequests", "Nx1Client", "Nx1Events", "Nx1HTTP",
                "Nx1Values", "LineEditor", "Nx1Shell",
                "Nx1Sandbox",
                "Nx1SecureSandbox",
                "RunJournal",
                "ShellGuide", "ShellInput", "ShellOutput", "ShellReference", "ShellRuns", "ShellSession",
                "ShellText", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ArticleExamples",
            dependencies: ["Nx1Client"],
            path: "Tests/Examples/Articles",
            swiftSettings: strict
        ),
        .testTarget(
            name: "DocumentationTests",
            dependencies: ["ArticleExamples", "Nx1Client", "Nx1Sandbox", "Nx1SecureSandbox", "TestSupport"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "late-orders",
            dependencies: ["Nx1Client"],
            path: "Tests/Examples/late-orders",
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEnd",
            dependencies: [
                "Nx1Client", "Nx1Sandbox", "Nx1SecureSandbox", "SQLiteDatabase", "TestSupport", "nx1sh",
                "nx1-sandbox", "late-orders",
            ],
            exclude: ["SignIn/provider.py", "CrewFiles"]
                + [
                    "crews", "custom", "expected", "model", "runs", "service", "task_input", "templates",
                    "warehouse", "worker",
                ].map { "CrewAI/\($0).py" },
            swiftSettings: strict,
            linkerSettings: [quickLinking]
        ),
    ]
)
