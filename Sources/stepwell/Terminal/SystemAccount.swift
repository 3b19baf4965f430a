import Foundation

/// The account that this process runs as.
enum SystemAccount {
    /// The most bytes that an account's entry takes.
    private static let longestEntry = 65_536

    /// Its name, as the operating system has it; its number where it has none. Never from the environment, which anybody
    /// can set.
    static let name: String = {
        let number = geteuid()
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var texts = [CChar](repeating: 0, count: longestEntry)
        guard getpwuid_r(number, &entry, &texts, texts.count, &found) == 0, found != nil, let name = entry.pw_name
        else {
            return "\(number)"
        }
        return String(cString: name)
    }()
}
