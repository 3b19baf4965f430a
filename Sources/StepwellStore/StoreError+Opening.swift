import Foundation

extension StoreError {
    /// The system's codes where a file could not be opened or made.
    package init(opening code: Int32, _ detail: String) {
        switch code {
        case EACCES, EPERM, EROFS: self = .readOnly
        case ENOSPC, EDQUOT: self = .full
        case EEXIST, EISDIR: self = .unavailable(detail: "\(detail): something else is there")
        default: self = .unavailable(detail: "\(detail) (the system's code is \(code))")
        }
    }
}
