import Foundation

/// Packages outside the project that use it as their authors would: by a dependency, and with what is public.
enum OutsidePackage {
    /// Building takes minutes: it is asked for, as continuous integration does.
    static let isAskedFor = ProcessInfo.processInfo.environment["STEPWELL_TEST_PACKAGES"] != nil

    /// The command that runs a package's tests. What packages share is built once, in one folder beside the project's
    /// own build, which the package manager lets one of them use at a time.
    static let test: String = {
        let folder = Shell.programs.deletingLastPathComponent().appendingPathComponent("outside-packages")
        return "swift test --scratch-path '\(folder.path)'"
    }()
}
