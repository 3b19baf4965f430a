import Foundation

/// How the file of a store is read.
enum ReadingWay: Hashable, Sendable {
    /// By the index of its log that all share, in a file beside it.
    case shared
    /// With its log, whose index is made in memory, where the shared one cannot be made. SQLite locks nothing then.
    case ownIndex
    /// By itself: there is no log, and none can be made.
    case withoutLog

    /// What SQLite is to open. Where its library reads no such addresses it finds nothing there.
    func location(of path: String) -> String {
        let encoded = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return switch self {
        case .shared: path
        case .ownIndex: "file:\(encoded)?mode=ro&vfs=unix-none"
        case .withoutLog: "file:\(encoded)?mode=ro&immutable=1"
        }
    }

    /// What has to be said before anything is read.
    var pragma: String {
        switch self {
        case .shared, .withoutLog: "PRAGMA locking_mode = NORMAL"
        case .ownIndex: "PRAGMA locking_mode = EXCLUSIVE"
        }
    }
}
