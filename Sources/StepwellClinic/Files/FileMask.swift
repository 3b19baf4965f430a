import Foundation
import Synchronization

/// Who may use the files that this process makes.
package enum FileMask {
    /// What is the owner's alone.
    static let ownersAlone: mode_t = 0o077

    /// Whether its mode lets others use a file or folder; a link is looked at where it leads.
    static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & ownersAlone != 0
    }

    /// The mask with which somebody began the program, once it has one of its own.
    private static let given = Mutex<mode_t?>(nil)

    /// From here on, what this process and those it starts make is for their owner alone, whatever mask it was begun
    /// with.
    package static func closeToOthers() {
        let before = umask(ownersAlone)
        given.withLock { $0 = $0 ?? before }
    }

    /// Makes what holds no patient's data, such as pathways, with the mask of the person who began the program.
    ///
    /// A mask is the process's: nothing else makes files meanwhile.
    static func asGiven<Result>(_ make: () throws -> Result) rethrows -> Result {
        try given.withLock { given in
            guard let given else { return try make() }
            let ours = umask(given)
            defer { umask(ours) }
            return try make()
        }
    }
}
