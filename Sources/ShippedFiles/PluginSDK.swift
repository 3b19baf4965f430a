import CShippedFiles

/// What plugins in Swift are built with, as a package of its own: the sources of `StepwellKit` and of what it stands on.
/// They are part of the program, so that a plugin is built with the kit of the very program that is to run it.
package enum PluginSDK {
    /// Where it lies in a plugin's folder. It is no part of the plugin.
    package static let folder = ".sdk"

    /// All files by their path in the package.
    package static func files(version: String) -> [ShippedPathways.File] {
        let sources = (0..<shipped_sdk_file_count()).map { shipped_sdk_file_at($0).read }
        return sources + [
            ("Package.swift", Array(manifest.utf8)), ("VERSION", Array("\(version)\n".utf8)),
        ]
    }

    /// The targets as the whole project has them, without the rest.
    private static let manifest = """
        // swift-tools-version: 6.2
        import PackageDescription

        let strict: [SwiftSetting] = [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]

        let package = Package(
            name: "stepwell",
            platforms: [.macOS(.v15)],
            products: [.library(name: "StepwellKit", targets: ["StepwellKit"])],
            targets: [
                // RE2 (Debian's `libre2-dev`) is C++: this is what C can call of it.
                .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
                .target(name: "CEL", dependencies: ["CRE2"], swiftSettings: strict),
                .target(name: "PathwayModel", dependencies: ["CEL"], swiftSettings: strict),
                .target(name: "StepwellKit", dependencies: ["CEL", "PathwayModel"], swiftSettings: strict),
            ],
            cxxLanguageStandard: .cxx17
        )

        """
}
